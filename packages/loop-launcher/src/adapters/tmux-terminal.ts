import { dirname } from 'node:path'
import { type Clock, isCcCiError, type ProcessResult, type ProcessRunner } from '@cc-ci/kernel'
import type { OpenTerminal, Terminal, TerminalPane } from '../ports/terminal.js'
import { makePrivateFolder } from './private-folder.js'
import { checkTmuxVersion, terminalTaken, terminalUnreachable, tmuxMissing } from './tmux-failures.js'

const callTimeoutMs = 15_000

/** A client that gets Enter within the burst of a paste takes it as a line end. */
const beforeEnterMs = 350

/** Wide enough that no line the client draws at its usual width is folded. */
const size = ['-x', '140', '-y', '45']
const ownerOption = '@cc-ci-owner'
const fields = [
  'session_name',
  'pane_id',
  ownerOption,
  'pane_pid',
  'pane_dead',
  'session_attached',
  'pane_in_mode',
] as const

export interface TmuxTerminalOptions {
  readonly processes: ProcessRunner
  readonly clock: Clock
  /** Path of the socket, shorter than 100 bytes. */
  readonly socket: string
  /** All that the server gets of our environment; everything that runs in it inherits that. */
  readonly environment: Readonly<Record<string, string>>
}

/** Terminals in a tmux server of our own, without the user's configuration. */
export class TmuxTerminal implements Terminal {
  readonly #options: TmuxTerminalOptions

  constructor(options: TmuxTerminalOptions) {
    this.#options = options
  }

  async check(): Promise<void> {
    const { stdout } = await this.#tmux(['-V'])
    checkTmuxVersion(stdout)
  }

  async find(name: string): Promise<TerminalPane | undefined> {
    return (await this.#list()).find(({ session }) => session === name)
  }

  async open({ name, owner, folder, command }: OpenTerminal): Promise<TerminalPane> {
    makePrivateFolder(dirname(this.#options.socket))
    const start = ['set-option', '-s', 'exit-empty', 'off', ';', 'set-option', '-g', 'remain-on-exit', 'on', ';']
    const session = ['new-session', '-d', '-s', name, ...size, '-c', folder, '--', ...command.map(literal), ';']
    const mark = ['set-option', '-t', `=${name}:`, ownerOption, owner]
    const result = await this.#call([...start, ...session, ...mark])
    if (/duplicate session/.test(result.stderr)) throw terminalTaken(name, this.#options.socket)
    const pane = result.exitCode === 0 ? await this.find(name) : undefined
    if (pane === undefined) throw terminalUnreachable(this.#options.socket, result.stderr)
    return pane
  }

  async capture(pane: string): Promise<string> {
    return (await this.#must(['capture-pane', '-p', '-e', '-t', pane])).stdout
  }

  async lastLines(pane: string): Promise<string> {
    // The server pushes the first line out of sight when it writes that the pane is dead.
    return (await this.#must(['capture-pane', '-p', '-S', '-', '-t', pane])).stdout
  }

  async paste(pane: string, text: string): Promise<void> {
    const { stdout: mode } = await this.#must(['display-message', '-p', '-t', pane, '#{pane_in_mode}'])
    if (mode !== '0') await this.#must(['send-keys', '-t', pane, '-X', 'cancel'])
    const buffer = `cc-ci-${pane.replace('%', '')}`
    await this.#must(['load-buffer', '-b', buffer, '-'], text)
    await this.#must(['paste-buffer', '-p', '-d', '-b', buffer, '-t', pane])
  }

  async enter(pane: string): Promise<void> {
    await this.#options.clock.sleep(beforeEnterMs)
    await this.#must(['send-keys', '-t', pane, 'Enter'])
  }

  async press(pane: string, key: 'Up' | 'Down' | 'Escape'): Promise<void> {
    await this.#must(['send-keys', '-t', pane, key])
  }

  async close(name: string): Promise<void> {
    if ((await this.find(name)) !== undefined) await this.#call(['kill-session', '-t', `=${name}`])
    if ((await this.#list()).length === 0) await this.#call(['kill-server'])
  }

  attachCommand(name: string): readonly string[] {
    return ['tmux', '-S', this.#options.socket, 'attach-session', '-t', `=${name}`]
  }

  async #list(): Promise<readonly (TerminalPane & { readonly session: string })[]> {
    const format = fields.map((field) => `#{${field}}`).join('\t')
    const { exitCode, stdout, stderr } = await this.#call(['list-panes', '-a', '-F', format])
    if (exitCode === 0) return stdout.split('\n').flatMap(readPane)
    // No server, none any more, or one without sessions: each is "there is none", everything else is "nobody can tell".
    if (/no server running|No such file or directory|Connection refused|no current|no sessions/.test(stderr)) return []
    throw terminalUnreachable(this.#options.socket, stderr)
  }

  async #must(args: readonly string[], input?: string): Promise<ProcessResult> {
    const result = await this.#call(args, input)
    if (result.exitCode !== 0) throw terminalUnreachable(this.#options.socket, result.stderr)
    return result
  }

  #call(args: readonly string[], input?: string): Promise<ProcessResult> {
    return this.#tmux(['-S', this.#options.socket, '-f', '/dev/null', ...args], input)
  }

  async #tmux(args: readonly string[], input?: string): Promise<ProcessResult> {
    const { processes, environment } = this.#options
    try {
      return await processes.run('tmux', args, {
        env: environment,
        cleanEnv: true,
        timeoutMs: callTimeoutMs,
        ...(input !== undefined && { input }),
      })
    } catch (error) {
      throw isCcCiError(error) && error.code === 'PROGRAM_NOT_FOUND' ? tmuxMissing() : error
    }
  }
}

function readPane(line: string): readonly (TerminalPane & { readonly session: string })[] {
  const [session, id, owner, pid, dead, viewers, mode] = line.split('\t')
  if (session === undefined || id === undefined) return []
  return [
    {
      session,
      id,
      owner: owner === '' ? undefined : owner,
      pid: Number(pid),
      dead: dead === '1',
      viewers: Number(viewers),
      scrolling: mode !== '0' && mode !== '',
    },
  ]
}

/** tmux takes a word that ends in a semicolon for the end of its command. */
function literal(word: string): string {
  return word.endsWith(';') ? `${word.slice(0, -1)}\\;` : word
}
