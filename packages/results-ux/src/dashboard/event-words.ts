import type { RunEvent } from '@cc-ci/contracts/run-event'
import { formatSeconds } from '../render/duration.js'

const words = { pass: 'passed', fail: 'FAILED', skip: 'skipped', error: 'not judged' } as const

/** An event of a run as a line for people; undefined for what only programs want to know. */
export function eventWords(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'run.started':
      return `testing ${event.recipe} as ${event.domain}`
    case 'phase.started':
      return `${event.phase} …`
    case 'tier.finished':
      return `${event.tier} ${words[event.status]} after ${formatSeconds(event.seconds)}`
    case 'test.finished':
      return event.status === 'pass' ? undefined : `${event.tier}: ${event.name}: ${words[event.status]}`
    case 'wait':
      return `waiting for ${event.what}: ${event.waitingFor}, at most ${formatSeconds(event.budgetSeconds)}`
    case 'note':
      return event.text
    case 'run.finished':
      return `${event.verdict}, level ${event.level}`
    case 'phase.finished':
    case 'tier.started':
    case 'command':
      return undefined
    default:
      return event satisfies never
  }
}
