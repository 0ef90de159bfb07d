import { isatty, type ReadStream, type WriteStream } from 'node:tty'

/** A question to the terminal; tmux takes it for a title, which is how a session begins with a junk one. */
const probe = '\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\'
const enterAlternate = '\x1b[?1049h'
const leaveAlternate = '\x1b[?1049l'
const pasteOn = '\x1b[?2004h'
const pasteOff = '\x1b[?2004l'
const hideCursor = '\x1b[?25l'
const showCursor = '\x1b[?25h'
const clear = '\x1b[H\x1b[2J'

export interface Terminal {
  readonly input: ReadStream & { readonly fd: number }
  readonly output: WriteStream
}

/** Draws on a real terminal, only what changed: a still screen writes nothing. */
export class TerminalScreen {
  readonly #terminal: Terminal
  #rows: readonly string[] = []
  #title: string | undefined
  #alternate = false
  #frozen = false

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  get size(): { readonly columns: number; readonly rows: number } {
    const { columns, rows } = this.#terminal.output
    return { columns: columns || 80, rows: rows || 24 }
  }

  /** Takes the keyboard over; what is typed from now on is no longer echoed. */
  open(): void {
    const { input, output } = this.#terminal
    input.setRawMode(true)
    // Once the other end is gone there is nobody to tell, and the signal that comes with it ends us.
    for (const stream of [input, output]) stream.on('error', () => undefined)
    output.write(`${probe}${hideCursor}${pasteOn}${clear}`)
    output.on('resize', () => this.#forget())
  }

  enterAlternate(): void {
    if (this.#alternate) return
    this.#alternate = true
    this.#terminal.output.write(`${enterAlternate}${clear}`)
    this.#rows = []
  }

  draw(rows: readonly string[]): void {
    if (this.#frozen) return
    const count = Math.max(rows.length, this.#rows.length)
    let changes = ''
    for (let index = 0; index < count; index += 1) {
      const row = rows[index] ?? ''
      if (row !== this.#rows[index]) changes += `\x1b[${index + 1};1H${row}\x1b[K`
    }
    this.#rows = rows
    if (changes !== '') this.#terminal.output.write(changes)
  }

  setTitle(title: string): void {
    if (this.#frozen || title === this.#title) return
    this.#title = title
    this.#terminal.output.write(`\x1b]0;${title}\x07`)
  }

  /** From now on nothing is drawn any more. */
  freeze(): void {
    this.#frozen = true
  }

  /** Gives the terminal back as it was found, if it is still there; `lastWords` stay on it. */
  close(lastWords = ''): boolean {
    const { input, output } = this.#terminal
    if (!isatty(input.fd)) return false
    output.write(`${this.#alternate ? leaveAlternate : ''}${pasteOff}${showCursor}\x1b]0;\x07${lastWords}`)
    this.#alternate = false
    input.setRawMode(false)
    return true
  }

  #forget(): void {
    this.#rows = []
    this.#terminal.output.write(clear)
  }
}
