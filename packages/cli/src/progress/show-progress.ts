import type { RunEvent } from '@cc-ci/contracts/run-event'
import type { Clock } from '@cc-ci/kernel'
import { createLogUpdate } from 'log-update'
import pc from 'picocolors'
import { terminalWidth } from '../terminal/text-style.js'
import { formatEvent, type Paint } from './format-event.js'
import { LiveRuns } from './live-runs.js'

export interface Progress {
  readonly onEvent: (event: RunEvent) => void
  /** Writes a line above the live ones. */
  say(line: string): void
  stop(): void
}

export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream
  readonly verbose: boolean
  readonly colour: boolean
  /** Several recipes are tested at once, so that each line must say whose it is. */
  readonly several: boolean
  readonly clock: Pick<Clock, 'now'>
  /** Calls back regularly until told to stop; only a terminal needs it. */
  readonly every: (ms: number, tick: () => void) => () => void
}

/** Lines that stay, and on a terminal one live line a run: what it does, what it waits for, for how long. */
export function showProgress({ stream, verbose, colour, several, clock, every }: ProgressOptions): Progress {
  const paint: Paint = pc.createColors(colour)
  const live = stream.isTTY ? createLogUpdate(stream) : undefined
  const runs = new LiveRuns()
  const columns = (): number => stream.columns || 80
  const redraw = (): void => {
    const lines = runs.lines(clock.now().getTime() / 1000, columns())
    live?.(lines.map((line) => paint.dim(line)).join('\n'))
  }
  const say = (line: string): void => {
    live?.clear()
    stream.write(`${line}\n`)
    redraw()
  }
  const stopTicking = live === undefined ? () => undefined : every(200, redraw)
  return {
    say,
    onEvent(event) {
      const label = several ? runs.recipeOf(event.runId) : ''
      runs.follow(event)
      const line = formatEvent(event, {
        verbose,
        paint,
        label,
        width: terminalWidth(stream),
      })
      if (line === undefined) redraw()
      else say(line)
    },
    stop() {
      stopTicking()
      live?.clear()
      live?.done()
    },
  }
}
