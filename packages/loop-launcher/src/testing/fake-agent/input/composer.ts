/** Text above this many characters or line ends is shown as a placeholder. */
const longestShown = 800
const mostLineEnds = 2

const placeholder = /\[Pasted text #(\d+) \+\d+ lines\]/g

/** The line where a prompt is written. */
export class Composer {
  #text = ''
  #pastes: string[] = []

  /** As it stands on the screen, long pastes as placeholders. */
  get shown(): string {
    return this.#text
  }

  get isEmpty(): boolean {
    return this.#text === ''
  }

  type(text: string): void {
    this.#text += text
  }

  paste(text: string): void {
    const lineEnds = text.split('\n').length - 1
    if (text.length <= longestShown && lineEnds <= mostLineEnds) {
      this.#text += text
      return
    }
    this.#pastes.push(text)
    this.#text += `[Pasted text #${this.#pastes.length} +${lineEnds} lines]`
  }

  /** Takes one character away, or a whole placeholder. */
  backspace(): void {
    const shorter = this.#text.replace(/\[Pasted text #\d+ \+\d+ lines\]$/, '')
    this.#text = shorter === this.#text ? [...this.#text].slice(0, -1).join('') : shorter
  }

  clear(): void {
    this.#text = ''
    this.#pastes = []
  }

  /** Empties it and gives what was in it, with the pastes in full; `wrapped` marks them as hooks see them. */
  take(): { readonly text: string; readonly wrapped: string } {
    const expand = (mark: (paste: string, number: string) => string) =>
      this.#text.replaceAll(placeholder, (whole, number: string) => {
        const pasted = this.#pastes[Number(number) - 1]
        return pasted === undefined ? whole : mark(pasted, number)
      })
    const text = expand((pasted) => pasted).trim()
    const wrapped = expand((pasted, number) => `<pasted_content id="${number}">\n${pasted}\n</pasted_content>`).trim()
    this.clear()
    return { text, wrapped }
  }
}
