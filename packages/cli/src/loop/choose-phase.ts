import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { LoopRole } from '@cc-ci/contracts/loop-settings'
import { type PhasePlan, phasePlanSchema } from '@cc-ci/contracts/phase-plan'
import { readYamlDocument } from '@cc-ci/contracts/yaml-document'
import { CcCiError } from '@cc-ci/kernel'
import type { PhaseChoice } from '@cc-ci/loop-launcher'
import { nearestOf } from '../nearest-of.js'
import type { Workspace } from '../workspace/load-workspace.js'

/**
 * The phase that a loop is started for: the one asked for, else the one it was in, else the first of the plan. Undefined
 * in a workspace without a plan.
 */
export function choosePhase(
  { folder }: Workspace,
  role: LoopRole,
  { asked, last }: { asked: string | undefined; last: string | undefined },
): PhaseChoice | undefined {
  const file = join(folder, 'plans/phases.yaml')
  if (!existsSync(file)) {
    if (asked !== undefined) throw planMissing(file)
    return undefined
  }
  const { phases } = readPlan(file)
  const wanted = asked ?? last
  const found = wanted === undefined ? phases[0] : phases.find(({ id }) => id === wanted)
  if (found === undefined) throw phaseUnknown(wanted ?? '', phases, file)
  const model = role === 'job' ? undefined : found.models[role]
  return { id: found.id, title: found.title, planFile: resolve(dirname(file), found.file), model }
}

function readPlan(file: string): PhasePlan {
  const read = readYamlDocument(phasePlanSchema, readFileSync(file, 'utf8'))
  if (read.ok) return read.value
  const [first] = read.problems
  throw new CcCiError('PHASE_PLAN_INVALID', `${file}, line ${first?.line ?? 1}, ${first?.message ?? 'is not valid'}.`, {
    hint: first?.hint ?? 'A plan is a list of phases, each with its file and its items.',
    place: { file, line: first?.line ?? 1 },
    exitCode: 2,
  })
}

function planMissing(file: string): CcCiError {
  return new CcCiError('PHASE_PLAN_MISSING', `The plan ${file} does not exist.`, {
    hint: 'Let one be made: cc-ci loop init',
    place: { file },
    exitCode: 2,
  })
}

function phaseUnknown(wanted: string, phases: PhasePlan['phases'], file: string): CcCiError {
  const ids = phases.map(({ id }) => id)
  return new CcCiError('PHASE_UNKNOWN', `There is no phase "${wanted}" in ${file}.`, {
    hint: nearestOf(wanted, ids) ?? `There are ${ids.join(', ')}.`,
    place: { file },
    exitCode: 2,
  })
}
