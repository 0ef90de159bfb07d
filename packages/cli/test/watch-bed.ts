import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { type Loop, startLoop } from '@cc-ci/loop-launcher'
import { type JournalLine, readJournal } from '@cc-ci/watchdog'
import { agentCommand } from '../../loop-launcher/test/agent-command.js'
import { buildLoop } from '../src/loop/build-loop.js'
import { runWatch } from '../src/watchdog/run-watch.js'
import { loadWorkspace } from '../src/workspace/load-workspace.js'
import { realWorld, type World } from '../src/world.js'

/** Short, but not so short that a busy machine's pauses look like sleep: three ticks without one do. */
const quick = {
  tick: 2,
  steady: 2,
  slow: 10,
  startLimit: 90,
  stagger: 0.5,
  restarts: { firstDelay: 1, longestDelay: 2 },
}

export const patience = { timeout: 90_000, interval: 100 }

type Remember = (done: () => void | Promise<void>) => void

export interface WatchBedChoice {
  /** The fake agent's script. */
  readonly script?: string
  readonly rules?: object
}

/** A workspace with one builder, which is the fake agent, and a watchdog that is quick about it. */
export class WatchBed {
  readonly folder: string
  readonly world: World
  readonly said: string[] = []

  constructor(whenDone: Remember) {
    this.folder = temporaryFolder(whenDone)
    const environment = { PATH: process.env.PATH, HOME: this.folder, CLAUDE_CONFIG_DIR: join(this.folder, 'config') }
    this.world = { ...realWorld(), environment, cwd: this.folder }
    whenDone(() => void spawnSync('tmux', ['-S', join(this.folder, '.cc-ci/loops/tmux.sock'), 'kill-server']))
  }

  async prepare({ script = '- turn ok\n', rules = {} }: WatchBedChoice = {}): Promise<void> {
    await (await gitRepository(join(this.folder, 'builder'))).commit({ 'README.md': 'work\n' })
    mkdirSync(join(this.folder, 'config'))
    writeFileSync(join(this.folder, 'builder.md'), 'You are {{loop}}.\n')
    writeFileSync(join(this.folder, 'script.yaml'), script)
    const agent = { command: agentCommand({ script: join(this.folder, 'script.yaml'), speed: 20 }) }
    const loops = [{ name: 'builder', role: 'builder', agent, prompts: ['builder.md'], folder: 'builder' }]
    writeFileSync(
      join(this.folder, 'cc-ci.yaml'),
      JSON.stringify({ version: 1, loops, watchdog: { ...quick, ...rules } }),
    )
  }

  get workspace() {
    return loadWorkspace(this.folder, this.world.environment)
  }

  async loop(): Promise<Loop> {
    const [settings] = this.workspace.config.loops
    if (settings === undefined) throw new Error('the bed has no loop')
    return buildLoop(this.workspace, settings, this.world)
  }

  async start() {
    return startLoop(await this.loop())
  }

  /** Watches until the returned function is called, in this process. */
  watch(whenDone: Remember): () => Promise<void> {
    const ending = new AbortController()
    const request = { version: '0.0.0', dryRun: false, once: false, signal: ending.signal }
    const say = (line: string) => void this.said.push(line)
    const ended = runWatch(this.workspace, { ...request, say }, this.world)
    const end = async () => {
      ending.abort()
      await ended
    }
    whenDone(end)
    return end
  }

  /** Watches in a process of its own, which the test may kill. */
  watchApart(whenDone: Remember): ChildProcess {
    const program = fileURLToPath(new URL('programs/watch-until-killed.ts', import.meta.url))
    const flags = ['--conditions=@cc-ci/source', '--import', import.meta.resolve('tsx')]
    const { environment } = this.world
    const env = { ...environment, TSX_DISABLE_CACHE: '1' }
    const child = spawn(process.execPath, [...flags, program, this.folder], { env, stdio: 'ignore' })
    whenDone(() => void child.kill('SIGKILL'))
    return child
  }

  journal(): readonly JournalLine[] {
    return readJournal(join(this.folder, '.cc-ci/watchdog')).lines
  }

  /** What was typed to the agent, in the order of its conversations. */
  async typed(): Promise<readonly string[]> {
    const loop = await this.loop()
    const sessions = loop.journal.read().records.flatMap((each) => (each.event === 'session' ? [each.sessionId] : []))
    return sessions.flatMap((session) => {
      const file = loop.client.transcriptOf(session)
      return file === undefined ? [] : typedIn(file)
    })
  }
}

function typedIn(file: string): readonly string[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; origin?: object; message?: { content: string } })
    .filter(({ type, origin }) => type === 'user' && origin !== undefined)
    .map(({ message }) => message?.content ?? '')
}
