import { Composer } from '../input/composer.js'
import { InputDecoder } from '../input/input-decoder.js'
import type { InputEvent, Key } from '../input/input-events.js'
import { rewindDialog } from '../screen/dialogs.js'
import type { AgentSession } from '../session/agent-session.js'
import { newPrompt } from '../turn/turn-runner.js'
import type { Desk } from './desk.js'

/** An Enter this soon after a paste belongs to it, and is lost. */
const pasteBurstMs = 300
const doublePressMs = 800

/** What the keyboard does: writes prompts, sends them, interrupts, and leaves. */
export class InteractiveClient {
  readonly #session: AgentSession
  readonly #desk: Desk
  readonly #leave: () => void
  readonly #decoder = new InputDecoder()
  readonly #composer = new Composer()
  #pastedAt = Number.NEGATIVE_INFINITY
  #lastPress: { readonly key: Key; readonly at: number } | undefined

  /** `leave` is the orderly way out. */
  constructor(session: AgentSession, desk: Desk, leave: () => void) {
    this.#session = session
    this.#desk = desk
    this.#leave = leave
    desk.onInterrupted = (text) => {
      this.#composer.type(text)
      this.#showDraft()
    }
  }

  /** Takes what came from the terminal at once. */
  read(chunk: string): void {
    if (this.#session.frozen) return
    for (const event of this.#decoder.decode(chunk)) this.#take(event)
  }

  #take(event: InputEvent): void {
    const { dialogs } = this.#desk
    if (dialogs.isOpen) {
      if (event.kind === 'key') dialogs.press(event.key)
      else dialogs.typeText(event.text)
    } else if (event.kind === 'key') {
      this.#press(event.key)
    } else {
      this.#insert(event.kind, event.text)
    }
  }

  #insert(kind: 'text' | 'paste', text: string): void {
    if (kind === 'paste') {
      this.#composer.paste(text)
      this.#pastedAt = this.#session.clock.monotonic()
    } else {
      this.#composer.type(text)
    }
    this.#showDraft()
  }

  #press(key: Key): void {
    const twice = this.#isDouble(key)
    const actions: Partial<Record<Key, () => void>> = {
      enter: () => this.#submit(),
      newline: () => this.#insert('text', '\n'),
      backspace: () => this.#composer.backspace(),
      'clear-line': () => this.#composer.clear(),
      escape: () => this.#escape(twice),
      interrupt: () => this.#interrupt(twice),
      'end-of-input': () => this.#interrupt(twice),
      up: () => this.#takeBackQueued(),
    }
    actions[key]?.()
    this.#showDraft()
  }

  #isDouble(key: Key): boolean {
    const at = this.#session.clock.monotonic()
    const twice = this.#lastPress?.key === key && at - this.#lastPress.at < doublePressMs
    this.#lastPress = twice ? undefined : { key, at }
    return twice
  }

  #submit(): void {
    if (this.#session.clock.monotonic() - this.#pastedAt < pasteBurstMs) return
    const { text, wrapped } = this.#composer.take()
    if (text === '/exit' || text === '/quit') this.#leave()
    else if (text === '/rewind') void this.#desk.ask(rewindDialog(this.#desk.prompts))
    else if (text === '/compact' && !this.#desk.isBusy) void this.#desk.compact()
    else if (text !== '') this.#desk.submit(newPrompt(text, 'human', wrapped))
  }

  /** Never harmless: it cancels a promised continuation, stops the turn, or opens a menu. */
  #escape(twice: boolean): void {
    if (this.#desk.isBusy) this.#desk.interrupt()
    else if (this.#desk.continuation.isArmed) this.#desk.continuation.cancel()
    else if (twice) void this.#desk.ask(rewindDialog(this.#desk.prompts))
  }

  #interrupt(twice: boolean): void {
    if (this.#desk.isBusy) this.#desk.interrupt()
    else if (!this.#composer.isEmpty) this.#composer.clear()
    else if (twice) this.#leave()
  }

  #takeBackQueued(): void {
    if (this.#composer.isEmpty) this.#composer.type(this.#desk.takeQueued())
  }

  #showDraft(): void {
    this.#desk.screen.change({ draft: this.#composer.shown })
  }
}
