import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { type Loop, startLoop } from '@cc-ci/loop-launcher'
import { type Action, type JournalLine, readJournal, type WatchWorld } from '@cc-ci/watchdog'
import { vi } from 'vitest'
import { agentCommand, runner } from '../../loop-launcher/test/agent-command.js'
import { buildLoop } from '../src/loop/build-loop.js'
import { runWatch } from '../src/watchdog/run-watch.js'
import { loadWorkspace } from '../src/workspace/load-workspace.js'
import { realWorld, type World } from '../src/world.js'
import { WatchTime } from './watch-time.js'

/** Seldom looks, for each takes real time, and is as fresh as any other. */
const rules = { tick: 10, steady: 10, slow: 60, startLimit: 3600, stagger: 1, restarts: { firstDelay: 1 } }

const patienceMs = 240_000
const pollMs = 150

// Seconds when nothing else runs, and minutes beside a build.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 })

export type Remember = (done: () => void | Promise<void>) => void

export interface BedChoice {
  /** The fake agent's script, by role: YAML texts. */
  readonly scripts?: Readonly<Record<string, string>>
  /** Instead of some of the bed's rules. */
  readonly rules?: object
  /** How often the fake agent's time goes faster than its script says. */
  readonly speed?: number
  /** Before the command of the agents. */
  readonly before?: readonly string[]
}

type Kind = Action['kind']
export type TranscriptRecord = Readonly<Record<string, unknown>> & { readonly type: string }

/**
 * A workspace with its own terminal server, a bare remote and a loop per script, whose agents are the fake one; and the
 * real watchdog on it, in this process. All share one time, which the test may let leap.
 */
export class WatchdogBed {
  readonly folder: string
  world: World
  readonly time: WatchTime
  /** What the watchdog said to people. */
  readonly said: string[] = []
  /** Why each watchdog of this bed ended. */
  readonly ends: string[] = []
  readonly #whenDone: Remember

  constructor(whenDone: Remember) {
    this.folder = temporaryFolder(whenDone)
    this.#whenDone = whenDone
    this.time = new WatchTime(join(this.folder, 'ahead'))
    const paths = { PATH: process.env.PATH, HOME: this.folder, CLAUDE_CONFIG_DIR: join(this.folder, 'config') }
    const environment = { ...paths, LANG: 'C.UTF-8', CC_CI_LOOP_PACE: '20' }
    this.world = { ...realWorld(), ...runner, clock: this.time.launcherClock, environment, cwd: this.folder }
    for (const socket of [this.socket, join(this.folder, 'by-hand.sock')]) {
      whenDone(() => void spawnSync('tmux', ['-S', socket, 'kill-server']))
    }
  }

  get socket(): string {
    return join(this.folder, '.cc-ci/loops/tmux.sock')
  }

  get remote(): string {
    return join(this.folder, 'remote.git')
  }

  get workspace() {
    return loadWorkspace(this.folder, this.world.environment)
  }

  async prepare({ scripts = { builder: '- turn ok\n' }, rules: others = {}, speed = 20, before = [] }: BedChoice = {}) {
    const roles = Object.keys(scripts)
    if (!existsSync(this.remote)) {
      await (await gitRepository(join(this.folder, 'first'))).commit({ 'README.md': 'work\n' })
      execFileSync('git', ['clone', '--quiet', '--bare', join(this.folder, 'first'), this.remote])
    }
    mkdirSync(join(this.folder, 'config'))
    const environment = { CC_CI_AHEAD_FILE: join(this.folder, 'ahead') }
    const loops = roles.map((role) => {
      const clone = join(this.folder, role)
      if (!existsSync(clone)) execFileSync('git', ['clone', '--quiet', this.remote, clone])
      writeFileSync(join(this.folder, `${role}.md`), 'You are {{loop}}.\n')
      writeFileSync(join(this.folder, `${role}.yaml`), scripts[role] ?? '')
      const [program, ...args] = agentCommand({ script: join(this.folder, `${role}.yaml`), speed })
      const agent = { command: [...before, program, '--import', ahead, ...args] }
      return { name: role, role, agent, prompts: [`${role}.md`], folder: role, environment }
    })
    const watchdog = { ...rules, ...others }
    writeFileSync(join(this.folder, 'cc-ci.yaml'), JSON.stringify({ version: 1, loops, watchdog }))
  }

  async loop(name = 'builder'): Promise<Loop> {
    const settings = this.workspace.config.loops.find((each) => each.name === name)
    if (settings === undefined) throw new Error(`the bed has no loop ${name}`)
    return buildLoop(this.workspace, settings, this.world)
  }

  async start(name = 'builder') {
    return startLoop(await this.loop(name))
  }

  /** Watches until the returned function is called. */
  watch(more: (world: WatchWorld) => WatchWorld = (world) => world): () => Promise<void> {
    const ending = new AbortController()
    const say = (line: string) => void this.said.push(line)
    const arrange = (world: WatchWorld) => more(this.#inOurTime(world))
    const request = { version: '0.0.0', dryRun: false, once: false, signal: ending.signal, say, arrange }
    const ended = runWatch(this.workspace, request, this.world)
    ended.then(
      (how) => this.ends.push(how.reason),
      () => undefined,
    )
    const end = async () => {
      this.time.leaping = false
      ending.abort()
      await ended
    }
    this.#whenDone(end)
    return end
  }

  /** As a person would, in a terminal of their own. */
  async resumeByHand(sessionId: string, name = 'builder'): Promise<void> {
    const { folder, spec } = await this.loop(name)
    const variables = Object.entries({
      ...this.world.environment,
      TERM: 'screen-256color',
      ...spec.settings.environment,
    })
    const command = [...spec.settings.agent.command, '--resume', sessionId]
    this.#byHand(
      ...['-f', '/dev/null', 'new-session', '-d', '-s', 'by-hand', '-c', folder, 'env', '-i'],
      ...variables.map(([key, value]) => `${key}=${value}`),
      ...command,
    )
  }

  endByHand(): void {
    this.#byHand('kill-session', '-t', '=by-hand')
  }

  #byHand(...args: readonly string[]): void {
    execFileSync('tmux', ['-S', join(this.folder, 'by-hand.sock'), ...args], { stdio: 'ignore' })
  }

  journal(): readonly JournalLine[] {
    return readJournal(join(this.folder, '.cc-ci/watchdog')).lines
  }

  /** What was decided, of these kinds; of all but alerts without any. */
  actions(...kinds: readonly Kind[]): readonly Action[] {
    const wanted = (kind: Kind) => (kinds.length === 0 ? kind !== 'alert' && kind !== 'clear' : kinds.includes(kind))
    return this.journal().flatMap((line) => (line.kind === 'intended' && wanted(line.action.kind) ? [line.action] : []))
  }

  /** How the actions of that kind ended. */
  outcomes(kind: Kind): readonly string[] {
    const ids = new Set(this.actions(kind).map(({ id }) => id))
    return this.journal().flatMap((line) =>
      line.kind === 'finished' && ids.has(line.result.actionId) ? [line.result.outcome] : [],
    )
  }

  /** Keys of what people were told. */
  alerts(): readonly string[] {
    return this.actions('alert').flatMap((action) => (action.kind === 'alert' ? [action.key] : []))
  }

  /** States of a loop, in their order. */
  states(name = 'builder'): readonly string[] {
    return this.journal().flatMap((line) => (line.kind === 'changed' && line.loop === name ? [line.to] : []))
  }

  /** Waits, patiently, until it is so; what the watchdog said is the error otherwise. */
  async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const end = Date.now() + patienceMs
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`waited in vain until ${what}; the watchdog said:\n${this.said.join('\n')}`)
      await this.world.clock.sleep(pollMs)
    }
  }

  async toState(state: string, name = 'builder'): Promise<void> {
    await this.leapUntil(`${name} is ${state}`, () => this.states(name).at(-1) === state)
  }

  /** The same, while the time leaps. */
  async leapUntil(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    this.time.leaping = true
    await this.until(what, holds)
    this.time.leaping = false
  }

  /** Lets so many seconds of the bed's time pass, in which the watchdog looks as often as ever. */
  async pass(seconds: number): Promise<void> {
    const end = this.time.now().wall + seconds
    await this.leapUntil(`${seconds} s have passed`, () => this.time.now().wall >= end)
  }

  /** Who has conversations of this bed, in any terminal: live records of the client. */
  async owners(name = 'builder') {
    return (await this.loop(name)).client.liveRecords()
  }

  tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-S', this.socket, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  /** All records of a loop's conversations, the oldest conversation first. */
  async records(name = 'builder'): Promise<readonly TranscriptRecord[]> {
    const loop = await this.loop(name)
    const sessions = loop.journal.read().records.flatMap((each) => (each.event === 'session' ? [each.sessionId] : []))
    return sessions.flatMap((session) => {
      const file = loop.client.transcriptOf(session)
      const lines = file === undefined ? [] : readFileSync(file, 'utf8').trimEnd().split('\n')
      return lines.map((line) => JSON.parse(line) as TranscriptRecord)
    })
  }

  /** What was typed to the agent. */
  async typed(name = 'builder'): Promise<readonly string[]> {
    return (await this.records(name))
      .filter(({ type, origin }) => type === 'user' && (origin as { kind?: string } | undefined)?.kind === 'human')
      .map(({ message }) => (message as { content: string }).content)
  }

  #inOurTime(world: WatchWorld): WatchWorld {
    const { time } = this
    const loopSensors = world.loopSensors.map((sensor) => time.behind(sensor))
    return { ...world, now: time.now, clock: time.clock, control: time.during(world.control), loopSensors }
  }
}

const ahead = pathToFileURL(fileURLToPath(new URL('programs/ahead-of-time.mjs', import.meta.url))).href
