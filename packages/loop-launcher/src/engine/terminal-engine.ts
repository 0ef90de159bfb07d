import { CcCiError } from '@cc-ci/kernel'
import type { ClientFiles } from '../adapters/client-files.js'
import { findAcknowledgement } from '../client/find-acknowledgement.js'
import { readScreen } from '../client/read-screen.js'
import { turnOf } from '../client/registry-record.js'
import type { AgentEngine, AgentState } from '../ports/agent-engine.js'
import type { Terminal } from '../ports/terminal.js'
import type { RunMetadata } from '../runner/launch-order.js'

const lastLines = 12

/** Talks with an interactive client: types into its terminal, and believes its registry and transcript. */
export class TerminalEngine implements AgentEngine {
  readonly #name: string
  readonly #terminal: Terminal
  readonly #client: ClientFiles

  constructor(name: string, { terminal, client }: { terminal: Terminal; client: ClientFiles }) {
    this.#name = name
    this.#terminal = terminal
    this.#client = client
  }

  async sense({ sessionId }: RunMetadata): Promise<AgentState> {
    const record = this.#client.liveRecords().find((each) => each.sessionId === sessionId)
    const screen = readScreen(await this.#terminal.capture(await this.#pane()))
    return { ...screen, turn: record === undefined ? 'unknown' : turnOf(record), waitingFor: record?.waitingFor }
  }

  async submit(_run: RunMetadata, text: string): Promise<void> {
    const pane = await this.#pane()
    await this.#terminal.paste(pane, text)
    await this.#terminal.enter(pane)
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
    return findAcknowledgement(this.#client.transcriptFrom(sessionId, from).lines, id)
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
