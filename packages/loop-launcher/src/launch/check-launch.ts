import { existsSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { isCcCiError } from '@cc-ci/kernel'
import { foldJournal, type LoopMemory } from '../journal/fold-journal.js'
import { fillPrompt } from '../prompt/fill-prompt.js'
import { agentMissing, agentVersionWrong, loopHeld, notAClone, promptMissing } from './launch-failures.js'
import type { Loop } from './loop.js'
import { observeLoop } from './observe-loop.js'

const versionTimeoutMs = 30_000

/** The phase that a loop is started for. */
export interface PhaseChoice {
  readonly id: string
  readonly title: string
  /** Absolute path of its plan. */
  readonly planFile: string
  /** The model pinned for this role in this phase. */
  readonly model: string | undefined
}

/** What a start needs and can be had without starting anything. */
export interface CheckedLaunch {
  readonly prompt: string
  /** As the client prints it; undefined for one that prints none. */
  readonly version: string | undefined
}

/** Refuses, with place and remedy, whatever could not work; starts and writes nothing. */
export async function checkLaunch(
  loop: Loop,
  memory: LoopMemory,
  phase: PhaseChoice | undefined,
): Promise<CheckedLaunch> {
  if (!existsSync(loop.folder) || !(await loop.git.isRepository(loop.folder))) throw notAClone(loop.name, loop.folder)
  const prompt = readPrompt(loop, phase)
  await loop.terminal.check()
  return { prompt, version: await checkVersion(loop, memory) }
}

/** Throws PROMPT_MISSING. */
export function readPrompt({ spec, folder, name }: Loop, phase: PhaseChoice | undefined): string {
  const { workspace, settings, peer, repository, protocolFolder } = spec
  const files = settings.prompts.map((file) => {
    const path = resolve(workspace, file)
    if (!existsSync(path)) throw promptMissing(name, path)
    return { file: path, text: readFileSync(path, 'utf8') }
  })
  return fillPrompt(files, {
    loop: name,
    role: settings.role,
    workspace,
    folder,
    protocolFolder,
    repository,
    peer,
    phase: phase?.id,
    phaseTitle: phase?.title,
    planFile: phase && seenFrom(folder, workspace, phase.planFile),
  })
}

/** The clone's own copy where it has one: what the agent reads is then what it may change. */
function seenFrom(folder: string, workspace: string, file: string): string {
  const own = relative(workspace, file)
  return existsSync(join(folder, own)) ? own : relative(folder, file)
}

async function checkVersion({ name, spec, processes, agentEnvironment, folder }: Loop, memory: LoopMemory) {
  const { command, version: pin = memory.version } = spec.settings.agent
  const [program = '', ...args] = command
  try {
    const options = { cwd: folder, env: agentEnvironment, cleanEnv: true, timeoutMs: versionTimeoutMs }
    const { stdout } = await processes.run(program, [...args, '--version'], options)
    const version = /\d+\.\d+\.\d+[\w.-]*/.exec(stdout)?.[0]
    if (pin !== undefined && version !== pin) throw agentVersionWrong(name, version ?? 'unknown', pin)
    return version
  } catch (error) {
    if (isCcCiError(error) && ['PROGRAM_NOT_FOUND', 'PROGRAM_NOT_STARTED'].includes(error.code))
      throw agentMissing(name, program)
    throw error
  }
}

/** Refuses what a start would refuse, before several are started; a loop that runs is fine. */
export async function checkLoop(loop: Loop, phase: PhaseChoice | undefined): Promise<void> {
  const { running, memory } = await observeLoop(loop)
  if (memory.held !== undefined) throw loopHeld(loop.name, memory.held.reason)
  if (!running) await checkLaunch(loop, memory, phase)
}

/** The phase that the loop was started for last. */
export function lastPhaseOf({ journal }: Loop): string | undefined {
  return foldJournal(journal.read().records).starting?.phase
}
