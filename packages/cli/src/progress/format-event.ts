import type { RunEvent } from '@cc-ci/contracts/run-event'
import { wrapWords } from '../terminal/wrap-words.js'

export interface EventStyle {
  readonly verbose: boolean
  readonly paint: Paint
  /** Columns to wrap at; Infinity keeps one line an event, for logs. */
  readonly width: number
  /** Stands before each line when several recipes are tested at once. */
  readonly label: string
}

export interface Paint {
  green(text: string): string
  red(text: string): string
  yellow(text: string): string
  dim(text: string): string
  bold(text: string): string
}

interface Line {
  readonly indent: number
  readonly mark: string
  readonly colour: keyof Paint
  readonly text: string
}

const marks = {
  pass: { mark: '✓', colour: 'green' },
  fail: { mark: '✗', colour: 'red' },
  skip: { mark: '–', colour: 'dim' },
  error: { mark: '!', colour: 'yellow' },
} as const

/** What stays on the screen for an event; undefined for those that only the live line shows. */
export function formatEvent(event: RunEvent, style: EventStyle): string | undefined {
  const { paint, label, verbose } = style
  if (event.type === 'run.started') {
    const capacity = verbose ? `, capacity ${event.capacity}` : ''
    return `${paint.bold(event.recipe)} ${event.ref.slice(0, 8)}  ${paint.dim(`${event.domain}${capacity}`)}`
  }
  const line = lineOf(event, style.verbose)
  if (line === undefined) return undefined
  const { indent, mark, colour, text } = line
  const margin = `${' '.repeat(indent)}${label === '' ? '' : `${label} `}`
  const lines = wrapWords(text, style.width - margin.length - mark.length - 1)
  const shown = lines.map((each, row) =>
    row === 0 ? `${margin}${paint[colour](mark)} ${each}` : `${margin}${' '.repeat(mark.length + 1)}${each}`,
  )
  return shown.join('\n')
}

function lineOf(event: Exclude<RunEvent, { type: 'run.started' }>, verbose: boolean): Line | undefined {
  switch (event.type) {
    case 'tier.finished':
      return { indent: 2, ...marks[event.status], text: `${event.tier} ${event.seconds.toFixed(1)} s` }
    case 'test.finished': {
      const bad = event.status === 'fail' || event.status === 'error'
      return verbose || bad ? { indent: 4, ...marks[event.status], text: event.name } : undefined
    }
    case 'note': {
      const colour = event.severity === 'warning' ? 'yellow' : 'dim'
      return { indent: 2, mark: 'note', colour, text: event.text }
    }
    case 'command':
      return verbose ? { indent: 4, mark: '$', colour: 'dim', text: event.line } : undefined
    case 'phase.finished':
      return verbose
        ? { indent: 4, mark: '·', colour: 'dim', text: `${event.phase} ${event.seconds.toFixed(2)} s` }
        : undefined
    case 'phase.started':
    case 'tier.started':
    case 'wait':
    case 'run.finished':
      return undefined
    default:
      return event satisfies never
  }
}
