import type { RunEvent } from '@cc-ci/contracts/run-event'
import { createLogUpdate } from 'log-update'
import pc from 'picocolors'
import { formatEvent, liveText, type Paint } from './format-event.js'

export interface Progress {
  readonly onEvent: (event: RunEvent) => void
  stop(): void
}

export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream
  readonly verbose: boolean
  readonly colour: boolean
  /** Calls back regularly until told to stop; only a terminal needs it. */
  readonly every: (ms: number, tick: () => void) => () => void
}

/** Lines that stay, and on a terminal one live line a run: what it does, what it waits for, for how long. */
export function showProgress({ stream, verbose, colour, every }: ProgressOptions): Progress {
  const paint: Paint = pc.createColors(colour)
  const live = stream.isTTY ? createLogUpdate(stream) : undefined
  const running = new Map<string, { recipe: string; text: string; started: number }>()
  const redraw = (): void => {
    const now = Date.now() / 1000
    const lines = [...running.values()].map(({ recipe, text, started }) =>
      liveLine(recipe, text, now - started, stream.columns),
    )
    live?.(lines.map((line) => paint.dim(line)).join('\n'))
  }
  const stopTicking = live === undefined ? () => undefined : every(200, redraw)
  return {
    onEvent(event) {
      follow(running, event)
      const line = formatEvent(event, { verbose, paint })
      if (line !== undefined) {
        live?.clear()
        stream.write(`${line}\n`)
      }
      redraw()
    },
    stop() {
      stopTicking()
      live?.clear()
      live?.done()
    },
  }
}

function follow(running: Map<string, { recipe: string; text: string; started: number }>, event: RunEvent): void {
  if (event.type === 'run.started')
    running.set(event.runId, { recipe: event.recipe, text: 'starting', started: event.at })
  if (event.type === 'run.finished') running.delete(event.runId)
  const run = running.get(event.runId)
  const text = liveText(event)
  if (run !== undefined && text !== undefined) run.text = text
}

function liveLine(recipe: string, text: string, seconds: number, columns = 80): string {
  const line = `  ${recipe} ${Math.floor(seconds)} s · ${text}`
  return line.length < columns ? line : `${line.slice(0, columns - 2)}…`
}
