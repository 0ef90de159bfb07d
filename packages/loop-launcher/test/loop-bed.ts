import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loopSettingsSchema } from '@cc-ci/contracts/loop-settings'
import { ExecaProcessRunner, SimpleGit, SystemClock } from '@cc-ci/kernel'
import { gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { assembleLoop, type Loop, type LoopTiming } from '../src/index.js'
import { agentCommand, runner } from './agent-command.js'

export type TranscriptRecord = Readonly<Record<string, unknown>> & { readonly type: string }

/** Patient enough for a machine with other work, and quick where nothing happens. */
const timing: Partial<LoopTiming> = {
  startMs: 45_000,
  acknowledgeMs: 6000,
  secondLooksMs: [200, 400],
  settleMs: 100,
  endMs: 10_000,
}

export const patience = { timeout: 20_000, interval: 50 }

export interface LoopChoice {
  /** The fake agent's script; a YAML text. */
  readonly script?: string
  readonly settings?: object
  readonly environment?: Readonly<Record<string, string>>
  readonly timing?: Partial<LoopTiming>
  readonly prompt?: string
}

/** A workspace with one loop whose agent is the fake one; its terminal server ends with the test. */
export class LoopBed {
  readonly workspace: string
  readonly config: string
  #socket = ''

  constructor(whenDone: (done: () => void) => void, below = '.') {
    this.workspace = join(temporaryFolder(whenDone), below)
    this.config = join(this.workspace, 'config')
    mkdirSync(this.config, { recursive: true })
    whenDone(() => this.#end())
  }

  async loop(choice: LoopChoice = {}): Promise<Loop> {
    if (!existsSync(join(this.workspace, 'clone'))) {
      await (await gitRepository(join(this.workspace, 'clone'))).commit({ 'README.md': 'work\n' })
    }
    writeFileSync(join(this.workspace, 'builder.md'), choice.prompt ?? 'You are {{loop}}.\nWork in {{folder}}.\n')
    const script = join(this.workspace, 'script.yaml')
    writeFileSync(script, choice.script ?? '- turn ok\n')
    const settings = loopSettingsSchema.parse({
      name: 'builder',
      role: 'builder',
      prompts: ['builder.md'],
      folder: 'clone',
      agent: { command: agentCommand({ script, speed: 20 }) },
      ...choice.settings,
    })
    const spec = { workspace: this.workspace, settings, peer: undefined, repository: '.', protocolFolder: 'protocol' }
    const environment = {
      PATH: process.env.PATH,
      HOME: this.workspace,
      LANG: 'C.UTF-8',
      CLAUDE_CONFIG_DIR: this.config,
      ...choice.environment,
    }
    const world = {
      processes: new ExecaProcessRunner(),
      clock: new SystemClock(),
      git: new SimpleGit(),
      environment,
      ...runner,
    }
    const loop = assembleLoop(spec, world, { ...timing, ...choice.timing })
    this.#socket = loop.terminal.attachCommand('builder')[2] ?? ''
    return loop
  }

  /** All transcripts of the client, by session id. */
  transcripts(): Readonly<Record<string, readonly TranscriptRecord[]>> {
    const projects = join(this.config, 'projects')
    const files = namesIn(projects).flatMap((each) => namesIn(join(projects, each)).map((name) => join(each, name)))
    return Object.fromEntries(
      files
        .filter((file) => file.endsWith('.jsonl'))
        .map((file) => [
          file.split('/').at(-1)?.replace('.jsonl', '') ?? '',
          readFileSync(join(projects, file), 'utf8')
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as TranscriptRecord),
        ]),
    )
  }

  /** What was typed to the agent, in all its conversations. */
  typed(): readonly string[] {
    return Object.values(this.transcripts())
      .flat()
      .filter(({ type, origin }) => type === 'user' && origin !== undefined)
      .map(({ message }) => (message as { content: string }).content)
  }

  get socket(): string {
    return this.#socket
  }

  tmux(...args: string[]): string {
    return execFileSync('tmux', ['-S', this.socket, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  #end(): void {
    if (existsSync(this.socket)) {
      try {
        this.tmux('kill-server')
      } catch {
        // It had ended.
      }
    }
  }
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
