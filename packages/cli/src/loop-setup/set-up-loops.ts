import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { planSetup, type SetupFile, type SetupPlan } from '@cc-ci/loop-launcher'
import type { Workspace } from '../workspace/load-workspace.js'

/** Decides what is to be written, and refuses all of it where anything is in the way: LOOPS_IN_THE_WAY, WORKSPACE_MISSING. */
export function prepareSetup(workspace: Workspace, brought: ReadonlyMap<string, string>): SetupPlan {
  const { folder, file, config } = workspace
  if (file === undefined) {
    throw new CcCiError('WORKSPACE_MISSING', `There is no cc-ci.yaml in ${folder} or above.`, {
      hint: 'Make one: a file with the line “version: 1” is enough.',
      exitCode: 2,
    })
  }
  const plan = planSetup({
    config: readFileSync(file, 'utf8'),
    package: brought,
    present: (path) => readPresent(join(folder, path)),
    protocolFolder: config.protocol.folder,
  })
  if (plan.inTheWay.length === 0) return plan
  const list = plan.inTheWay.map((each) => `\n  ${each}`).join('')
  throw new CcCiError('LOOPS_IN_THE_WAY', `Nothing was written, because this is in the way:${list}`, {
    hint: 'Move or rename what is named, and run it again; cc-ci overwrites nothing.',
    place: { file: folder },
    exitCode: 2,
  })
}

/** Writes the plan below the folder. A file that came into being meanwhile is not replaced, and ends this. */
export function writeSetup(folder: string, { write }: SetupPlan): void {
  for (const each of write) writeOne(folder, each)
}

/** Two files grow and are replaced as a whole; all others must not exist. */
function writeOne(folder: string, { path, content }: SetupFile): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  const grows = path === 'cc-ci.yaml' || path === '.gitignore'
  writeFileSync(grows ? `${file}.part` : file, content, { flag: grows ? 'w' : 'wx' })
  if (grows) renameSync(`${file}.part`, file)
}

/** A folder where a file belongs is something else in its place. */
function readPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    if (code === 'EISDIR' || code === 'ENOTDIR') return '\0'
    throw error
  }
}
