import { findAcknowledgement, readScreen, turnOf } from '@cc-ci/contracts/agent-client'
import { CcCiError, type Clock } from '@cc-ci/kernel'
import type { ClientFiles } from '../adapters/client-files.js'
import type { AgentEngine, AgentReport, AgentState } from '../ports/agent-engine.js'
import type { Terminal } from '../ports/terminal.js'
import type { RunMetadata } from '../runner/launch-order.js'

const lastLines = 12
const pollMs = 50

/** No dialog has more answers than this. */
const mostMoves = 8

/** How long the cursor of a dialog may take to move. */
const redrawMs = 400

/** How long a paste may take to show in the composer. */
const draftMs = 3000

/** Talks with an interactive client: types into its terminal, and believes its registry and transcript. */
export class TerminalEngine implements AgentEngine {
  readonly #name: string
  readonly #terminal: Terminal
  readonly #client: ClientFiles
  readonly #clock: Clock

  constructor(name: string, world: { terminal: Terminal; client: ClientFiles; clock: Clock }) {
    const { terminal, client, clock } = world
    this.#name = name
    this.#clock = clock
    this.#terminal = terminal
    this.#client = client
  }

  report({ sessionId }: RunMetadata): AgentReport | undefined {
    const record = this.#client.liveRecords().find((each) => each.sessionId === sessionId)
    if (record === undefined) return undefined
    const since = record.statusUpdatedAt === undefined ? undefined : record.statusUpdatedAt / 1000
    return { turn: turnOf(record), detail: record.waitingFor, since }
  }

  async sense(run: RunMetadata): Promise<AgentState> {
    const screen = readScreen(await this.#terminal.capture(await this.#pane()))
    const report = this.report(run)
    return { ...screen, turn: report?.turn ?? 'unknown', waitingFor: report?.detail }
  }

  async submit(_run: RunMetadata, text: string): Promise<void> {
    const pane = await this.#pane()
    await this.#terminal.paste(pane, text)
    await this.#waitForDraft(pane)
    await this.#terminal.enter(pane)
  }

  /** A busy machine shows a paste late. One that never shows is told by the acknowledgement that does not come. */
  async #waitForDraft(pane: string): Promise<void> {
    const end = this.#clock.monotonic() + draftMs
    while (readScreen(await this.#terminal.capture(pane)).composer !== 'draft' && this.#clock.monotonic() < end) {
      await this.#clock.sleep(pollMs)
    }
  }

  async submitAgain(run: RunMetadata): Promise<boolean> {
    if ((await this.sense(run)).composer !== 'draft') return false
    await this.#terminal.enter(await this.#pane())
    return true
  }

  position({ sessionId }: RunMetadata): number {
    return this.#client.transcriptState(sessionId).size
  }

  acknowledgement({ sessionId }: RunMetadata, id: string, from: number) {
    return findAcknowledgement(this.#client.transcriptFrom(sessionId, from), id)
  }

  async choose(_run: RunMetadata, answer: { dialog: string; label: string }): Promise<boolean> {
    const pane = await this.#pane()
    for (let moves = 0; moves <= mostMoves; moves += 1) {
      const { dialog } = readScreen(await this.#terminal.capture(pane))
      if (dialog?.kind !== answer.dialog) return false
      if (labelOf(dialog.cursor) === labelOf(answer.label)) {
        await this.#terminal.enter(pane)
        return true
      }
      await this.#terminal.press(pane, 'Down')
      await this.#clock.sleep(redrawMs)
    }
    return false
  }

  /** Two of them would open another dialog. */
  async interrupt(run: RunMetadata): Promise<boolean> {
    const { turn, dialog } = await this.sense(run)
    if (turn !== 'busy' || dialog !== undefined) return false
    await this.#terminal.press(await this.#pane(), 'Escape')
    return true
  }

  async askToEnd(run: RunMetadata): Promise<void> {
    await this.submit(run, '/exit')
  }

  async lastWords(): Promise<string> {
    const pane = await this.#terminal.find(this.#name)
    if (pane === undefined) return ''
    const lines = (await this.#terminal.lastLines(pane.id)).split('\n').map((line) => line.trimEnd())
    return lines
      .filter((line) => line.trim() !== '' && !line.startsWith('Pane is dead'))
      .slice(-lastLines)
      .join('\n')
  }

  async #pane(): Promise<string> {
    const pane = await this.#terminal.find(this.#name)
    if (pane !== undefined) return pane.id
    throw new CcCiError('TERMINAL_GONE', `The terminal of ${this.#name} is gone.`, {
      hint: `See what happened: cc-ci loop logs ${this.#name}`,
    })
  }
}

/** Without its number, which depends on what else may be answered. */
function labelOf(text: string | undefined): string | undefined {
  return text?.replace(/^\d+\. /, '')
}
