import { randomUUID } from 'node:crypto'
import type { ProcessRunner } from '@cc-ci/kernel'
import type { Instant } from '../../decide/instant.js'

export interface SeenTerminal {
  readonly session: string
  readonly pane: string
  readonly dead: boolean
  /** Epoch seconds at which anything was drawn last. */
  readonly drawnAt: number
  readonly viewers: number
  readonly scrolling: boolean
  readonly title: string
  /** Epoch seconds of the last key of anybody who looks at it. */
  readonly typedAt: number | null
}

/** A look asks twice, and must not last so long that it seems as if the host had slept. */
const timeoutMs = 3000
/** In tmux's own words; a tmux that lacks one of its libraries, too, says that there is no such file. */
const noServer = /^no server running on |^error connecting to .+\((No such file or directory|Connection refused)\)/m
const paneFields =
  '#{session_name}\t#{pane_id}\t#{pane_dead}\t#{window_activity}\t#{session_attached}\t#{pane_in_mode}\t#{pane_title}'
const clientFields = '#{client_session}\t#{client_activity}'

/** One terminal server, asked twice per look however many loops are in it; asking never starts one. */
export class TerminalServer {
  readonly #socket: string
  readonly #processes: ProcessRunner
  /** Nothing that is drawn can be taken for it. */
  readonly #mark = `cc-ci ${randomUUID()} `
  #look: { readonly at: number; readonly terminals: Promise<readonly SeenTerminal[] | undefined> } | undefined
  #captures = new Map<string, { readonly drawnAt: number; readonly text: string }>()

  constructor(socket: string, processes: ProcessRunner) {
    this.#socket = socket
    this.#processes = processes
  }

  /** Undefined when there is no server. Throws when there is one that does not answer, or not to us. */
  terminals(now: Instant): Promise<readonly SeenTerminal[] | undefined> {
    if (this.#look?.at !== now.mono) {
      const terminals = this.#read(now)
      terminals.catch(() => undefined)
      this.#look = { at: now.mono, terminals }
    }
    return this.#look.terminals
  }

  /** What is on the screen of that pane, with its colours. */
  captureOf(pane: string): string | undefined {
    return this.#captures.get(pane)?.text
  }

  async #read(now: Instant): Promise<readonly SeenTerminal[] | undefined> {
    const listing = ['list-panes', '-a', '-F', paneFields, ';', 'list-clients', '-F', `${this.#mark}${clientFields}`]
    const { exitCode, stdout, stderr } = await this.#call(listing)
    if (exitCode !== 0 && noServer.test(stderr)) return undefined
    if (exitCode !== 0 && !/no current|no sessions/.test(stderr)) throw new Error(stderr.trim() || 'tmux failed')
    const lines = stdout.split('\n')
    const isClient = (line: string) => line.startsWith(this.#mark)
    const typed = readTyped(lines.filter(isClient).map((line) => line.slice(this.#mark.length)))
    const terminals = lines.filter((line) => line !== '' && !isClient(line)).map((line) => readPane(line, typed))
    await this.#capture(
      terminals.filter((each) => this.#captures.get(each.pane)?.drawnAt !== each.drawnAt),
      now,
    )
    return terminals
  }

  /** Only of those that drew since: an idle screen costs nothing. */
  async #capture(drawn: readonly SeenTerminal[], now: Instant): Promise<void> {
    if (drawn.length === 0) return
    const commands = drawn.flatMap(({ pane }) => [
      ...['display-message', '-p', `${this.#mark}${pane}`, ';'],
      ...['capture-pane', '-p', '-e', '-t', pane, ';'],
    ])
    const { exitCode, stdout, stderr } = await this.#call(commands.slice(0, -1))
    if (exitCode !== 0) throw new Error(stderr.trim() || 'tmux failed')
    for (const part of stdout.split(this.#mark).slice(1)) {
      const end = part.indexOf('\n')
      const pane = part.slice(0, end)
      const terminal = drawn.find((each) => each.pane === pane)
      if (terminal === undefined) continue
      // Of what was drawn in this very second there may be more to come.
      const drawnAt = now.wall - terminal.drawnAt < 2 ? Number.NaN : terminal.drawnAt
      this.#captures.set(pane, { drawnAt, text: part.slice(end + 1) })
    }
  }

  #call(args: readonly string[]) {
    return this.#processes.run('tmux', ['-u', '-N', '-S', this.#socket, ...args], { timeoutMs })
  }
}

function readTyped(lines: readonly string[]): ReadonlyMap<string, number> {
  const typed = new Map<string, number>()
  for (const line of lines) {
    const [session = '', activity = ''] = line.split('\t')
    typed.set(session, Math.max(typed.get(session) ?? 0, Number(activity)))
  }
  return typed
}

/** Throws for what is no such line: whoever gives another answer was not understood. */
function readPane(line: string, typed: ReadonlyMap<string, number>): SeenTerminal {
  const [session = '', pane = '', dead, drawn, viewers, mode, ...title] = line.split('\t')
  if (!/^%\d+$/.test(pane)) throw new Error(`tmux answered "${line.slice(0, 60)}"`)
  return {
    session,
    pane,
    dead: dead === '1',
    drawnAt: Number(drawn),
    viewers: Number(viewers),
    scrolling: mode !== '0' && mode !== '',
    title: title.join('\t'),
    typedAt: typed.get(session) ?? null,
  }
}
