import type { AgentSession } from '../session/agent-session.js'

/** Runs the status line command after something happened, one run at a time, and shows what it prints. */
export class StatusLine {
  readonly #session: AgentSession
  readonly #command: string | undefined
  readonly #show: (lines: readonly string[]) => void
  #running: Promise<void> = Promise.resolve()

  constructor(session: AgentSession, command: string | undefined, show: (lines: readonly string[]) => void) {
    this.#session = session
    this.#command = command
    this.#show = show
  }

  update(): void {
    const command = this.#command
    if (command === undefined) return
    this.#running = this.#running.then(() => this.#run(command))
  }

  async #run(command: string): Promise<void> {
    const { facts, meter, processes, promptId } = this.#session
    const input = JSON.stringify(meter.statusLine(facts, promptId))
    const options = { cwd: facts.cwd, input, timeoutMs: 5000 }
    const result = await processes.run('/bin/sh', ['-c', command], options).catch(() => undefined)
    if (result !== undefined && result.stdout !== '') this.#show(result.stdout.split('\n'))
  }
}
