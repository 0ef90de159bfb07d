import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect } from 'vitest'
import { isAlive } from '../src/adapters/processes.js'
import { agentCommand } from './agent-command.js'

const run = promisify(execFile)

export interface StartOptions {
  /** YAML; every turn is `ok` without one. */
  readonly script?: string
  readonly speed?: number
  readonly flags?: readonly string[]
  readonly settings?: object
  readonly environment?: Readonly<Record<string, string>>
}

export interface TranscriptLine {
  readonly type: string
  readonly uuid?: string
  readonly parentUuid?: string | null
  readonly [field: string]: unknown
}

/** How long anything may take until a test gives up; starting from source is slow on a busy machine. */
export const patience = { timeout: 20_000, interval: 40 }

/** Fake agents in a tmux of their own, with a configuration folder in which every dialog is answered. */
export class FakeAgentBed {
  readonly folder: string
  readonly cwd: string
  readonly configFolder: string
  readonly #socket: string
  #started = 0

  constructor(whenDone: (clean: () => void) => void) {
    this.folder = temporaryFolder(whenDone)
    this.cwd = join(this.folder, 'work')
    this.configFolder = join(this.folder, 'config')
    this.#socket = join(this.folder, 'tmux')
    mkdirSync(this.cwd)
    mkdirSync(this.configFolder)
    this.seed({ projects: { [this.cwd]: { hasTrustDialogAccepted: true } }, bypassPermissionsModeAccepted: true })
  }

  /** Ends whatever still runs, and waits until it has written its last. To be awaited before the folder goes. */
  async end(): Promise<void> {
    const panes = await this.tmux('list-panes', '-a', '-F', '#{?pane_dead,,#{pane_pid}}').catch(() => '')
    await this.tmux('kill-server').catch(() => undefined)
    const agents = panes.split('\n').filter((pid) => pid !== '')
    // Those that only wait to be buried count as gone: whose child they are now may take its time.
    await expect.poll(() => agents.filter((pid) => isAlive(Number(pid), undefined)), patience).toEqual([])
  }

  /** What the user has answered already. */
  seed(state: object): void {
    writeFileSync(join(this.configFolder, '.claude.json'), JSON.stringify(state))
  }

  command({ script, speed, flags = [], settings }: StartOptions = {}): string[] {
    this.#started += 1
    const scriptFile = join(this.folder, `script-${this.#started}.yaml`)
    if (script !== undefined) writeFileSync(scriptFile, script)
    const settingsFile = join(this.folder, `settings-${this.#started}.json`)
    if (settings !== undefined) writeFileSync(settingsFile, JSON.stringify(settings))
    return [
      ...agentCommand({
        ...(script !== undefined && { script: scriptFile }),
        ...(speed !== undefined && { speed }),
      }),
      ...(settings === undefined ? [] : ['--settings', settingsFile]),
      ...flags,
    ]
  }

  /** Starts one in a pane of 140 by 45; it is the pane's own process, and the pane outlives it. */
  async start(options: StartOptions = {}): Promise<FakeAgentPane> {
    const environment = { CLAUDE_CONFIG_DIR: this.configFolder, TZ: 'UTC', ...options.environment }
    const variables = Object.entries(environment).flatMap(([name, value]) => ['-e', `${name}=${value}`])
    const place = ['-P', '-F', '#{pane_id}', '-x', '140', '-y', '45', '-c', this.cwd]
    const quoted = this.command(options).map((word) => `'${word.replaceAll("'", "'\\''")}'`)
    const id = await this.tmux(
      ...['set', '-g', 'remain-on-exit', 'on', ';', 'set', '-g', 'default-shell', '/bin/sh', ';'],
      ...['new-session', '-d', ...place, ...variables, `exec ${quoted.join(' ')}`],
    )
    return new FakeAgentPane(this, id)
  }

  async tmux(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('tmux', ['-S', this.#socket, '-f', '/dev/null', 'start-server', ';', ...args])
    return stdout.trimEnd()
  }

  /** The records of a conversation in the order of the file; a torn line is left out. */
  records(sessionId: string): readonly TranscriptLine[] {
    const folder = join(this.configFolder, 'projects')
    const files = existsSync(folder) ? readdirSync(folder).map((slug) => join(folder, slug, `${sessionId}.jsonl`)) : []
    return files.filter((file) => existsSync(file)).flatMap((file) => readRecords(file))
  }

  /** The entries of the registry, by process number. */
  registry(): readonly Readonly<Record<string, unknown>>[] {
    const folder = join(this.configFolder, 'sessions')
    if (!existsSync(folder)) return []
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
    return files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  }
}

function readRecords(file: string): readonly TranscriptLine[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as TranscriptLine]
      } catch {
        return []
      }
    })
}

/** One fake agent on its terminal. */
export class FakeAgentPane {
  readonly id: string
  readonly #bed: FakeAgentBed

  constructor(bed: FakeAgentBed, id: string) {
    this.#bed = bed
    this.id = id
  }

  /** With what scrolled out of sight: at a pane's end tmux moves everything up by a line. */
  screen(): Promise<string> {
    return this.#bed.tmux('capture-pane', '-p', '-S', '-', '-t', this.id)
  }

  /** Waits until the screen shows it, and gives the screen. */
  async shows(what: RegExp | string): Promise<string> {
    let screen = ''
    const look = async () => {
      screen = await this.screen()
      return screen
    }
    await expect.poll(look, patience).toMatch(what)
    return screen
  }

  keys(...keys: readonly string[]): Promise<string> {
    return this.#bed.tmux('send-keys', '-t', this.id, ...keys)
  }

  /** As a nudge is delivered: bracketed, and without an Enter. */
  async paste(text: string): Promise<void> {
    await this.#bed.tmux(
      'set-buffer',
      '-b',
      'prompt',
      text,
      ';',
      'paste-buffer',
      '-p',
      '-d',
      '-b',
      'prompt',
      '-t',
      this.id,
    )
  }

  /** Types a prompt and sends it, as soon as there is a composer. */
  async submit(text: string): Promise<void> {
    await this.shows(/^❯\u00a0/m)
    await this.keys('-l', text)
    await this.shows(`❯\u00a0${text}`)
    await this.keys('Enter')
  }

  /** A format of tmux, such as `#{pane_title}`. */
  ask(format: string): Promise<string> {
    return this.#bed.tmux('display-message', '-p', '-t', this.id, format)
  }

  async signal(name: NodeJS.Signals): Promise<void> {
    process.kill(Number(await this.ask('#{pane_pid}')), name)
  }

  /** How it ended: its exit status, or the number of the signal. */
  async ended(): Promise<{ readonly status: string; readonly signal: string }> {
    await expect.poll(() => this.#endStatus(), patience).not.toBe('')
    const [status = '', signal = ''] = (await this.ask('#{pane_dead_status}|#{pane_dead_signal}')).split('|')
    return { status, signal }
  }

  /** tmux 3.3a overlooks now and then that a child has ended, and leaves a zombie; its own signal reminds it. */
  async #endStatus(): Promise<string> {
    const [dead, server, status = ''] = (
      await this.ask('#{pane_dead}|#{pid}|#{pane_dead_status}#{pane_dead_signal}')
    ).split('|')
    if (dead === '1' && status === '') process.kill(Number(server), 'SIGCHLD')
    return status
  }
}
