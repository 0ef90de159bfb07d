import type { LoopSettings } from '@cc-ci/contracts/loop-settings'
import { CcCiError } from '@cc-ci/kernel'
import { nearestOf } from '../nearest-of.js'
import type { Workspace } from '../workspace/load-workspace.js'

/** The loop of that name, or all of them in the order of cc-ci.yaml. Throws LOOP_UNKNOWN, or LOOPS_MISSING. */
export function findLoops(workspace: Workspace, name?: string): readonly LoopSettings[] {
  if (name !== undefined) return [findLoop(workspace, name)]
  if (workspace.config.loops.length === 0) throw loopsMissing(workspace)
  return workspace.config.loops
}

/** Throws LOOP_UNKNOWN, or LOOPS_MISSING. */
export function findLoop(workspace: Workspace, name: string): LoopSettings {
  const { loops } = workspace.config
  if (loops.length === 0) throw loopsMissing(workspace)
  const found = loops.find((each) => each.name === name)
  if (found !== undefined) return found
  const known = loops.map((each) => each.name)
  throw new CcCiError('LOOP_UNKNOWN', `There is no loop "${name}" in cc-ci.yaml.`, {
    hint: nearestOf(name, known) ?? `There are ${known.join(', ')}.`,
    ...(workspace.file !== undefined && { place: { file: workspace.file } }),
    exitCode: 2,
  })
}

function loopsMissing({ file, folder }: Workspace): CcCiError {
  return new CcCiError('LOOPS_MISSING', `${file ?? folder} names no loops.`, {
    hint: 'Let them be added: cc-ci loop init',
    ...(file !== undefined && { place: { file } }),
    exitCode: 2,
  })
}
