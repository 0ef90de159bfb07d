import type { Key } from '../input/input-events.js'
import { type Dialog, moveCursor } from '../screen/dialogs.js'

/** Shows one dialog at a time and waits for the answer. */
export class DialogHost {
  readonly #draw: (dialog: Dialog | undefined) => void
  #dialog: Dialog | undefined
  #answer: ((label: number | undefined) => void) | undefined

  constructor(draw: (dialog: Dialog | undefined) => void) {
    this.#draw = draw
  }

  get isOpen(): boolean {
    return this.#dialog !== undefined
  }

  /** The label that was confirmed, counted from 0; undefined after Escape or when the signal is aborted. */
  async ask(dialog: Dialog, signal?: AbortSignal): Promise<number | undefined> {
    this.#dialog = dialog
    this.#draw(dialog)
    const cancel = () => this.#close(undefined)
    signal?.addEventListener('abort', cancel)
    try {
      return await new Promise((resolve) => {
        this.#answer = resolve
      })
    } finally {
      signal?.removeEventListener('abort', cancel)
    }
  }

  press(key: Key): void {
    const dialog = this.#dialog
    if (dialog === undefined) return
    if (key === 'enter') this.#close(dialog.cursor)
    if (key === 'escape' || key === 'interrupt') this.#close(undefined)
    if (key === 'up' || key === 'down') {
      this.#dialog = moveCursor(dialog, key === 'down' ? 1 : -1)
      this.#draw(this.#dialog)
    }
  }

  /** A digit chooses the label that begins with it. */
  typeText(text: string): void {
    const label = this.#dialog?.labels.findIndex((each) => each.startsWith(`${text}. `)) ?? -1
    if (label >= 0) this.#close(label)
  }

  #close(label: number | undefined): void {
    this.#dialog = undefined
    this.#draw(undefined)
    const answer = this.#answer
    this.#answer = undefined
    answer?.(label)
  }
}
