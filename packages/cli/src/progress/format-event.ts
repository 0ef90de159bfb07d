import type { RunEvent } from '@cc-ci/contracts/run-event'

export interface EventStyle {
  readonly verbose: boolean
  readonly paint: Paint
}

export interface Paint {
  green(text: string): string
  red(text: string): string
  yellow(text: string): string
  dim(text: string): string
  bold(text: string): string
}

const marks = { pass: '✓', fail: '✗', skip: '–', error: '!' } as const

/** The line that stays on the screen for an event; undefined for those that only the live line shows. */
export function formatEvent(event: RunEvent, { verbose, paint }: EventStyle): string | undefined {
  switch (event.type) {
    case 'run.started':
      return `${paint.bold(event.recipe)} ${event.ref.slice(0, 8)}  ${paint.dim(event.domain)}`
    case 'tier.finished':
      return `  ${mark(event.status, paint)} ${event.tier.padEnd(8)} ${paint.dim(`${event.seconds.toFixed(1)} s`)}`
    case 'test.finished':
      return verbose || event.status === 'fail' || event.status === 'error'
        ? `    ${mark(event.status, paint)} ${event.name}`
        : undefined
    case 'note':
      return `  ${event.severity === 'warning' ? paint.yellow('note') : paint.dim('note')} ${event.text}`
    case 'command':
      return verbose ? paint.dim(`    $ ${event.line}`) : undefined
    case 'phase.finished':
      return verbose ? paint.dim(`    ${event.phase} ${event.seconds.toFixed(2)} s`) : undefined
    case 'phase.started':
    case 'tier.started':
    case 'wait':
    case 'run.finished':
      return undefined
    default:
      return event satisfies never
  }
}

function mark(status: keyof typeof marks, paint: Paint): string {
  const colour = { pass: paint.green, fail: paint.red, skip: paint.dim, error: paint.yellow }[status]
  return colour(marks[status])
}

/** What a run is doing now, for the live line. */
export function liveText(event: RunEvent): string | undefined {
  if (event.type === 'phase.started') return event.phase
  if (event.type === 'wait') return `waiting for ${event.what}: ${event.waitingFor}`
  return undefined
}
