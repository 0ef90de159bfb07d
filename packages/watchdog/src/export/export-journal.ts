import { describeAction, loopOf } from '../explain/describe-action.js'
import type { JournalLine } from '../journal/journal-entry.js'
import { exportLine } from './export-line.js'
import {
  attributesOf,
  type LogsDocument,
  nanosOf,
  type Resource,
  type Scope,
  type Span,
  type TracesDocument,
} from './otlp-document.js'
import { spanIds } from './otlp-ids.js'

export interface ExportSubject {
  /** Tells this journal from others: the workspace. */
  readonly origin: string
  /** Of this toolkit. */
  readonly version: string
}

export interface ExportedJournal {
  readonly traces: TracesDocument
  readonly logs: LogsDocument
  /** Actions without a result yet: they make a span once they have one. */
  readonly open: number
  /** Of the last line; the next export may begin after it once `open` is 0. */
  readonly lastSeq: number
}

type Intended = Extract<JournalLine, { readonly kind: 'intended' }>

interface Ending {
  readonly wall: number
  readonly outcome: string
  readonly detail: string
}

/** A span for each incident, from its first evidence to the result of what was done; and a log record for each line. */
export function exportJournal(lines: readonly JournalLine[], { origin, version }: ExportSubject): ExportedJournal {
  const resource = resourceOf({ origin, version })
  const scope: Scope = { name: '@cc-ci/watchdog', version }
  const intended = lines.filter((line): line is Intended => line.kind === 'intended')
  const spans = intended.flatMap((line) => {
    const ending = endingOf(line, lines)
    return ending === undefined ? [] : [spanOf(line, ending, origin)]
  })
  const idsByAction = new Map(intended.map((line) => [line.action.id, spanIds(origin, line)]))
  const logRecords = lines.map((line) => exportLine(line, { origin, idsByAction }))
  return {
    traces: { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] },
    logs: { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords }] }] },
    open: intended.length - spans.length,
    lastSeq: lines.at(-1)?.seq ?? 0,
  }
}

function resourceOf({ origin, version }: ExportSubject): Resource {
  return {
    attributes: attributesOf({
      'service.name': 'cc-ci-watchdog',
      'service.version': version,
      'cc_ci.workspace': origin,
    }),
  }
}

/** A later watchdog that writes its first line knows that this action has no result, and never will. */
function endingOf(line: Intended, lines: readonly JournalLine[]): Ending | undefined {
  for (const later of lines) {
    if (later.seq <= line.seq) continue
    if (later.kind === 'finished' && later.result.actionId === line.action.id)
      return { wall: later.at.wall, outcome: later.result.outcome, detail: later.result.detail }
  }
  const next = lines.find(({ epoch, seq }) => seq > line.seq && epoch > line.epoch)
  return next && { wall: next.at.wall, outcome: 'unknown', detail: 'the watchdog ended before there was a result' }
}

function spanOf(line: Intended, { wall, outcome, detail }: Ending, origin: string): Span {
  const { action, at } = line
  const seen = action.evidence.map((evidence) => evidence.at.wall)
  return {
    ...spanIds(origin, line),
    name: `${action.kind}${loopOf(action) === null ? '' : ` ${loopOf(action)}`}`,
    kind: 1,
    startTimeUnixNano: nanosOf(Math.min(at.wall, ...seen)),
    endTimeUnixNano: nanosOf(Math.max(at.wall, wall)),
    attributes: attributesOf({
      'cc_ci.loop': loopOf(action),
      'cc_ci.action.id': action.id,
      'cc_ci.action': describeAction(action),
      'cc_ci.why': action.why,
      'cc_ci.outcome': outcome,
      'cc_ci.journal.seq': line.seq,
      'cc_ci.journal.epoch': line.epoch,
    }),
    events: [
      ...action.evidence.map(({ source, says, at: seenAt }) => ({
        timeUnixNano: nanosOf(seenAt.wall),
        name: `evidence ${source}`,
        attributes: attributesOf({ 'cc_ci.says': says }),
      })),
      { timeUnixNano: nanosOf(at.wall), name: 'decided', attributes: [] },
    ],
    status: outcome === 'done' ? { code: 1 } : { code: 2, message: `${outcome}: ${detail}` },
  }
}
