import { basename, join } from 'node:path'
import { messageMark } from '@cc-ci/contracts/agent-client'
import type { LoopSettings } from '@cc-ci/contracts/loop-settings'
import { CcCiError } from '@cc-ci/kernel'
import {
  type AnswerOutcome,
  chooseAnswer,
  gatherHandOver,
  giveUpConversation,
  interruptTurn,
  type Loop,
  lastPhaseOf,
  type PhaseChoice,
  recoverLoop,
  sendMessage,
  terminalSocket,
} from '@cc-ci/loop-launcher'
import {
  type ControlOutcome,
  type HandOverFacts,
  type LoopControl,
  type TornDown,
  type UnknownLoop,
  type WatchedLoop,
  watchFolder,
} from '@cc-ci/watchdog'
import { buildLoop } from '../loop/build-loop.js'
import { choosePhase } from '../loop/choose-phase.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'
import { closeTerminals } from './close-terminals.js'
import { outcomeOf } from './outcome-of.js'
import { RunnerReader } from './read-runner.js'
import { tearDown } from './tear-down.js'

export interface WatchedWork {
  readonly watched: readonly LoopSettings[]
  /** Of the Definition of Done, for the report at the end. */
  readonly readEvidence: () => Promise<TornDown['evidence']>
}

interface Controlled {
  readonly settings: LoopSettings
  readonly loop: Loop
  readonly runner: RunnerReader
}

/** At the end the builder goes first, so that nobody waits for a review that does not come. */
const order: readonly LoopSettings['role'][] = ['builder', 'adversary', 'job', 'orchestrator']

/** Connects the watchdog with the launcher: the loops of cc-ci.yaml, and what may be done to them. */
export class LoopsOfWorkspace implements LoopControl {
  readonly #workspace: Workspace
  readonly #world: World
  readonly #watched: readonly LoopSettings[]
  readonly #readEvidence: () => Promise<TornDown['evidence']>
  readonly #controlled = new Map<string, Controlled>()
  readonly #transcripts = new Map<string, string>()

  constructor(workspace: Workspace, { watched, readEvidence }: WatchedWork, world: World) {
    this.#workspace = workspace
    this.#watched = watched
    this.#readEvidence = readEvidence
    this.#world = world
  }

  async loops(): Promise<readonly (WatchedLoop | UnknownLoop)[]> {
    return Promise.all(this.#watched.map((settings) => this.#look(settings)))
  }

  nudge(name: string, { id, text }: { id: string; text: string }): Promise<ControlOutcome> {
    return outcomeOf(async () => {
      // The launcher puts the mark before what it types.
      const { loop } = await this.#find(name)
      const { record } = await sendMessage(loop, text.replace(messageMark(id), '').trim(), id)
      return `its transcript has it (${record ?? 'no record'})`
    })
  }

  choose(name: string, answer: { dialog: string; label: string }): Promise<ControlOutcome> {
    return this.#answer(name, (loop) => chooseAnswer(loop, answer))
  }

  interrupt(name: string): Promise<ControlOutcome> {
    return this.#answer(name, interruptTurn)
  }

  restart(name: string, { conversation, brief }: Parameters<LoopControl['restart']>[1]): Promise<ControlOutcome> {
    return outcomeOf(async () => {
      const { loop, settings } = await this.#find(name)
      const phase = await this.#phaseOf(loop, settings)
      const started = await recoverLoop(loop, { phase, resume: conversation, brief: brief ?? undefined })
      const { pid, sessionId, resumed } = started
      return `process ${pid} ${resumed ? 'goes on with' : 'has begun'} conversation ${sessionId}`
    })
  }

  giveUp(name: string): Promise<ControlOutcome> {
    return outcomeOf(async () => {
      await giveUpConversation((await this.#find(name)).loop)
      return 'our agent has ended'
    })
  }

  tearDown(commit: string): Promise<ControlOutcome> {
    return outcomeOf(async () => {
      const ordered = order.flatMap((role) => this.#watched.filter((each) => each.role === role))
      const loops = await Promise.all(ordered.map(({ name }) => this.loopOf(name)))
      const file = join(watchFolder(this.#workspace.folder), 'done.md')
      return tearDown(loops, { commit, evidence: await this.#readEvidence(), file })
    })
  }

  closeTerminals(): Promise<ControlOutcome> {
    return outcomeOf(async () => {
      const [settings] = this.#watched
      return settings === undefined ? 'there is none' : closeTerminals(await this.loopOf(settings.name))
    })
  }

  async handOver(name: string): Promise<HandOverFacts> {
    const { loop, settings } = await this.#find(name)
    return gatherHandOver(loop, await this.#phaseOf(loop, settings))
  }

  /** For whoever reads a loop's work. */
  async loopOf(name: string): Promise<Loop> {
    return (await this.#find(name)).loop
  }

  async #look(settings: LoopSettings): Promise<WatchedLoop | UnknownLoop> {
    const { name, role } = settings
    try {
      const { loop, runner } = await this.#find(name)
      return await this.#describe(loop, { settings, runner })
    } catch (error) {
      return { name, role, unknown: error instanceof Error ? error.message : String(error) }
    }
  }

  async #describe(loop: Loop, { settings, runner }: Omit<Controlled, 'loop'>): Promise<WatchedLoop> {
    const fact = await runner.read()
    const headless = settings.agent.engine === 'stream-json'
    const socket = terminalSocket(loop.spec.workspace, this.#world.environment)
    return {
      name: loop.name,
      role: settings.role,
      runner: fact,
      folder: loop.folder,
      clientFolder: loop.client.folder,
      clientProgram: basename(settings.agent.command[0] ?? ''),
      transcript: fact.sessionId === null ? null : this.#transcriptOf(loop, fact.sessionId),
      statusline: loop.paths.statusline,
      hookSpool: loop.paths.hooks,
      terminal: headless ? null : { socket, name: loop.name },
    }
  }

  #transcriptOf(loop: Loop, sessionId: string): string | null {
    const found = this.#transcripts.get(sessionId) ?? loop.client.transcriptOf(sessionId)
    if (found !== undefined) this.#transcripts.set(sessionId, found)
    return found ?? null
  }

  async #find(name: string): Promise<Controlled> {
    const known = this.#controlled.get(name)
    if (known !== undefined) return known
    const settings = this.#watched.find((each) => each.name === name)
    if (settings === undefined) throw new CcCiError('LOOP_UNKNOWN', `There is no loop "${name}" in cc-ci.yaml.`)
    const loop = await buildLoop(this.#workspace, settings, this.#world)
    const controlled = { settings, loop, runner: new RunnerReader(loop) }
    this.#controlled.set(name, controlled)
    return controlled
  }

  /** It stays in its phase: to heal is not to plan. */
  async #phaseOf(loop: Loop, { role }: LoopSettings): Promise<PhaseChoice | undefined> {
    const last = lastPhaseOf(loop)
    if (last === undefined) return undefined
    return choosePhase(this.#workspace, { role, asked: last, last, gate: async () => undefined })
  }

  #answer(name: string, act: (loop: Loop) => Promise<AnswerOutcome>): Promise<ControlOutcome> {
    return outcomeOf(async () => {
      const outcome = await act((await this.#find(name)).loop)
      if (outcome === 'answered') return 'it was pressed'
      throw new CcCiError('AGENT_NOT_IDLE', `${name}: nothing was pressed: ${reasons[outcome]}.`)
    })
  }
}

const reasons: Readonly<Record<Exclude<AnswerOutcome, 'answered'>, string>> = {
  absent: 'it was not on its screen',
  held: 'it is held',
  off: 'it does not run',
}
