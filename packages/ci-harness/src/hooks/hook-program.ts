import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CcCiError, type ProcessRunner } from '@cc-ci/kernel'
import type { AdmittedFile } from '../overlays/code-gate.js'
import { overlayModule } from '../overlays/overlay-module.js'
import { programFile, programsFolder } from '../program-files.js'
import type { DefinedName } from './check-names.js'

export interface HookWorld {
  readonly processes: ProcessRunner
  readonly env: Readonly<Record<string, string>>
  /** Where the program may write; it leaves nothing there. */
  readonly folder: string
  readonly signal?: AbortSignal
  /** Milliseconds that it may take, five minutes if absent. */
  readonly limitMs?: number
}

export interface HookCall {
  /** The name of the function, as the file spells it. */
  readonly call: string
  readonly context: HookContext
  /** Whether it is given a page before the context; then the value is where that page is in the end. */
  readonly withPage?: boolean
}

/** What a hook is told, frozen, in the spellings of both languages. */
export interface HookContext {
  readonly domain: string
  readonly base_url: string
  readonly baseUrl: string
  readonly meta: Readonly<Record<string, unknown>>
  readonly deps: Readonly<Record<string, unknown>>
  readonly op: string
}

export interface HookAnswer {
  readonly names?: readonly DefinedName[]
  readonly value?: unknown
  readonly error?: string
  readonly place?: string | null
  /** What the hook printed. */
  readonly said: string
}

/** Runs a hooks file in a process of its own; without a call it lists what the file defines. */
export async function askHooks(
  file: AdmittedFile,
  call: HookCall | undefined,
  { processes, env, folder, signal, limitMs = 300_000 }: HookWorld,
): Promise<HookAnswer> {
  await mkdir(folder, { recursive: true })
  const scratch = await mkdtemp(join(folder, 'hook-'))
  const answer = join(scratch, 'answer.json')
  const isPython = file.path.endsWith('.py')
  const told = { file: file.file, ...call, answer, ...(!isPython && overlayModule()) }
  try {
    const [command, args] = isPython
      ? ['python3', [programFile('run_hooks.py')]]
      : [process.execPath, [programFile('run-hooks.mjs')]]
    const { stdout, stderr, exitCode } = await processes.run(command, args, {
      env: { ...env, ...(isPython && { PYTHONPATH: programsFolder, PYTHONDONTWRITEBYTECODE: '1' }) },
      ...{ cleanEnv: true, leavesNothing: true, cwd: scratch, input: JSON.stringify(told), timeoutMs: limitMs },
      ...(signal !== undefined && { signal }),
    })
    const said = `${stdout}\n${stderr}`.trim()
    const text = await readFile(answer, 'utf8').catch(() => undefined)
    if (text !== undefined && text !== '') return { ...(JSON.parse(text) as HookAnswer), said }
    return { error: `${file.path} ended its process with exit code ${exitCode}`, said }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** An error of a file before anything is deployed. */
export function hooksInvalid(file: AdmittedFile, message: string, more: { key?: string; hint?: string | undefined }) {
  return new CcCiError('HOOKS_INVALID', `${file.file}: ${message}.`, {
    ...(more.hint !== undefined && { hint: more.hint }),
    place: { file: file.file, ...(more.key !== undefined && { key: more.key }) },
    exitCode: 2,
  })
}
