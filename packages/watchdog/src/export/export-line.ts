import type { Severity } from '../decide/action.js'
import { describeAction, loopOf } from '../explain/describe-action.js'
import type { JournalLine } from '../journal/journal-entry.js'
import { attributesOf, type LogRecord, nanosOf } from './otlp-document.js'
import { recordId, type SpanIds } from './otlp-ids.js'

interface LineContext {
  readonly origin: string
  readonly idsByAction: ReadonlyMap<string, SpanIds>
}

interface Told {
  readonly level: keyof typeof levels
  readonly body: string
  readonly loop?: string | null
  readonly actionId?: string
}

const levels = { DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17 } as const
const levelOf: Readonly<Record<Severity, Told['level']>> = { page: 'ERROR', warn: 'WARN', info: 'INFO' }

/** One line of the journal as a log record; `log.record.uid` is the same at each export. */
export function exportLine(line: JournalLine, { origin, idsByAction }: LineContext): LogRecord {
  const { level, body, loop, actionId } = tell(line)
  return {
    timeUnixNano: nanosOf(line.at.wall),
    observedTimeUnixNano: nanosOf(line.at.wall),
    severityNumber: levels[level],
    severityText: level,
    body: { stringValue: body },
    attributes: attributesOf({
      'log.record.uid': recordId(origin, line),
      'event.name': `cc_ci.watchdog.${line.kind}`,
      'cc_ci.loop': loop,
      'cc_ci.action.id': actionId,
      'cc_ci.journal.seq': line.seq,
      'cc_ci.journal.epoch': line.epoch,
    }),
    ...(actionId === undefined ? {} : idsByAction.get(actionId)),
  }
}

function tell(line: JournalLine): Told {
  switch (line.kind) {
    case 'began':
      return { level: 'INFO', body: `watchdog ${line.version} began` }
    case 'ended':
      return { level: 'INFO', body: `watchdog ended: ${line.reason}` }
    case 'changed':
      return { level: 'INFO', body: `${line.loop}: ${line.from} → ${line.to}, ${line.why}`, loop: line.loop }
    case 'intended': {
      const level = line.action.kind === 'alert' ? levelOf[line.action.severity] : 'INFO'
      const body = `${describeAction(line.action)}: ${line.action.why}`
      return { level, body, loop: loopOf(line.action), actionId: line.action.id }
    }
    case 'finished': {
      const { outcome, detail, loop, actionId } = line.result
      return { level: outcome === 'done' ? 'INFO' : 'WARN', body: `${outcome}: ${detail}`, loop, actionId }
    }
    case 'ticked':
      return { level: 'DEBUG', body: `looked at ${line.paces.join(', ')}` }
    case 'observed':
      return tellObservation(line)
  }
}

function tellObservation({ observation }: Extract<JournalLine, { readonly kind: 'observed' }>): Told {
  const loop = 'loop' in observation ? observation.loop : null
  if (!('sensed' in observation)) return { level: 'DEBUG', body: observation.source, loop }
  const { source, sensed } = observation
  const seen = sensed.known ? JSON.stringify(sensed.value) : `unknown: ${sensed.why}`
  return { level: 'DEBUG', body: `${source}: ${seen}`, loop }
}
