import type { RunEvent } from '@cc-ci/contracts/run-event'
import { tierNames } from '@cc-ci/contracts/run-result'
import type { Presented, Presenter, Progress } from '../ports/presenter.js'
import type { Estimate } from '../queue/estimate.js'
import type { QueueChange, Report, Told } from '../queue/queue-change.js'
import type { QueuedRun } from '../queue/queued-run.js'
import { planReport } from './plan-report.js'

export interface Reporting {
  readonly report: Report
  /** Of a run that left a folder; without one, or when it cannot be read, `report` tells of the end. */
  readonly reportEnd: (run: QueuedRun) => Promise<readonly Told[]>
  /** Where a run is, as its events said. */
  readonly progressOf: (seq: number) => Progress | undefined
}

/** Puts what becomes of runs into words, and into what the forge is to be told of it. */
export function createReporting(presenter: Presenter, estimateOf: (seq: number) => Estimate | undefined): Reporting {
  const progress = new Map<number, Progress>()

  function report(change: QueueChange): readonly Told[] {
    const { run } = change
    switch (change.kind) {
      case 'queued':
        return planReport({ kind: 'queued', run, texts: queuedTexts(run, change.estimate) })
      case 'requeued':
        progress.delete(run.seq)
        return planReport({ kind: 'queued', run, texts: queuedTexts(run, estimateOf(run.seq)) })
      case 'joined':
      case 'started':
        return []
      case 'event':
        return reportEvent(run, change.event)
      case 'withdrawn':
        return ended(run, presenter.withoutResult(run, whyWithdrawn(change)))
      case 'finished':
        return ended(run, presenter.withoutResult(run, whyNoResult(run)))
    }
  }

  function queuedTexts(run: QueuedRun, estimate: Estimate | undefined): Presented {
    return presenter.queued(run, estimate?.place ?? 1, estimate?.seconds)
  }

  function reportEvent(run: QueuedRun, event: RunEvent): readonly Told[] {
    if (event.type !== 'tier.started') return []
    const before = progress.get(run.seq) ?? null
    const now = { tier: event.tier, step: tierNames.indexOf(event.tier) + 1, of: tierNames.length }
    progress.set(run.seq, now)
    return planReport({ kind: 'running', run, before, progress: now, texts: presenter.running(run, now) })
  }

  function ended(run: QueuedRun, texts: Presented): readonly Told[] {
    progress.delete(run.seq)
    return planReport({ kind: 'ended', run, texts })
  }

  return {
    report,
    reportEnd: async (run) => {
      const texts = run.folder === null ? presenter.withoutResult(run, whyNoResult(run)) : await presenter.finished(run)
      return ended(run, texts)
    },
    progressOf: (seq) => progress.get(seq),
  }
}

function whyWithdrawn({ by, newer }: Extract<QueueChange, { kind: 'withdrawn' }>): string {
  return newer === null ? `cancelled by ${by}` : 'superseded by a newer run of this pull request'
}

function whyNoResult({ end }: QueuedRun): string {
  if (end?.words !== undefined) return end.words
  if (end?.stopped === 'deadline') return 'stopped at its time limit'
  if (end?.stopped === 'cancelled') return 'cancelled'
  return 'ended without a result that can be read'
}
