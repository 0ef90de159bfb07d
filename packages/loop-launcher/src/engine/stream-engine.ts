import { statSync } from 'node:fs'
import { findReplay } from '@cc-ci/contracts/agent-client'
import { signalProcess } from '../adapters/end-processes.js'
import { readCompleteLines } from '../adapters/read-complete-lines.js'
import { writeStreamInput } from '../adapters/stream-input.js'
import type { LoopPaths } from '../launch/loop-paths.js'
import type { AgentEngine, AgentReport, AgentState } from '../ports/agent-engine.js'
import type { RunMetadata } from '../runner/launch-order.js'
import { readStreamReport } from './read-stream-report.js'

const lastLines = 5

/**
 * Talks with a headless client in JSON lines, through its runner. It has no composer and no dialogs; that it was started
 * is known from its process alone, for it says nothing before its first message.
 */
export class StreamEngine implements AgentEngine {
  readonly #paths: LoopPaths

  constructor(paths: LoopPaths) {
    this.#paths = paths
  }

  report(_run: RunMetadata): AgentReport | undefined {
    return readStreamReport(readCompleteLines(this.#paths.stream, 0))
  }

  async sense(run: RunMetadata): Promise<AgentState> {
    const turn = this.report(run)?.turn ?? 'unknown'
    return { turn, waitingFor: undefined, composer: 'empty', draft: '', dialog: undefined }
  }

  async submit(_run: RunMetadata, text: string): Promise<void> {
    const message = { type: 'user', message: { role: 'user', content: text } }
    await writeStreamInput(this.#paths.folder, JSON.stringify(message))
  }

  async submitAgain(): Promise<boolean> {
    return false
  }

  position(): number {
    try {
      return statSync(this.#paths.stream).size
    } catch {
      return 0
    }
  }

  acknowledgement(_run: RunMetadata, id: string, from: number) {
    const record = findReplay(readCompleteLines(this.#paths.stream, from), id)
    return record === undefined ? undefined : { record, records: 1 }
  }

  /** Nobody can be asked anything there. */
  async choose(): Promise<boolean> {
    return false
  }

  async interrupt(): Promise<boolean> {
    return false
  }

  /** The way of a program without a terminal. */
  async askToEnd({ agentPid, agentStart }: RunMetadata): Promise<void> {
    signalProcess({ pid: agentPid, start: agentStart }, 'SIGINT')
  }

  async lastWords(): Promise<string> {
    return readCompleteLines(this.#paths.stream, 0).slice(-lastLines).join('\n')
  }
}
