import { createHash } from 'node:crypto'
import { readScreen } from '@cc-ci/contracts/agent-client'
import type { ProcessRunner } from '@cc-ci/kernel'
import type { PaneFact } from '../../decide/facts.js'
import type { Instant } from '../../decide/instant.js'
import type { Observation } from '../../decide/observation.js'
import type { WatchedLoop } from '../../ports/loop-control.js'
import type { LoopSensor } from '../../ports/sensors.js'
import { senseLoop } from './sense.js'
import { type SeenTerminal, TerminalServer } from './terminal-server.js'

const nothingDrawn: Omit<PaneFact, 'server'> = {
  turn: 'unknown',
  composer: 'none',
  dialog: null,
  retry: null,
  armed: false,
  hash: '',
  drawnAt: null,
  scrolling: false,
  viewers: 0,
  typedAt: null,
}

/** The terminal of a loop: whether it is there, what its bottom shows, and who looks at it. */
export class PaneSensor implements LoopSensor {
  readonly pace = 'steady'
  readonly #processes: ProcessRunner
  readonly #servers = new Map<string, TerminalServer>()

  constructor(processes: ProcessRunner) {
    this.#processes = processes
  }

  look({ name, terminal }: WatchedLoop, now: Instant): Promise<Observation> {
    return senseLoop({ source: 'pane', loop: name, now }, async () => {
      if (terminal === null) return { server: 'headless', ...nothingDrawn }
      const server = this.#serverOf(terminal.socket)
      const terminals = await server.terminals(now)
      if (terminals === undefined) return { server: 'no-server', ...nothingDrawn }
      const seen = terminals.find(({ session }) => session === terminal.name)
      if (seen === undefined) return { server: 'gone', ...nothingDrawn }
      const text = server.captureOf(seen.pane)
      if (text === undefined) throw new Error('its screen could not be read')
      return describe(seen, text)
    })
  }

  #serverOf(socket: string): TerminalServer {
    const known = this.#servers.get(socket)
    if (known !== undefined) return known
    const server = new TerminalServer(socket, this.#processes)
    this.#servers.set(socket, server)
    return server
  }
}

function describe({ title, dead, drawnAt, viewers, scrolling, typedAt }: SeenTerminal, text: string): PaneFact {
  const { turn, composer, dialog, retry, limit } = readScreen(text, { title, dead })
  return {
    server: 'present',
    turn,
    composer,
    dialog: dialog === undefined ? null : { kind: dialog.kind, cursor: dialog.cursor ?? null },
    retry: retry ?? null,
    armed: limit?.armed ?? false,
    hash: createHash('sha256').update(text).digest('hex').slice(0, 16),
    drawnAt,
    scrolling,
    viewers,
    typedAt,
  }
}
