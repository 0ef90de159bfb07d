import { type RungName, type RungStatus, rungNames } from '@cc-ci/contracts/ladder'
import { type RunResult, tierNames } from '@cc-ci/contracts/run-result'

/** What the history keeps of a run: all that lists and charts show, so that none of them opens a run folder. */
export interface RunRow {
  /** Name of the run's folder below the folder of all runs. */
  readonly folder: string
  readonly runId: string
  readonly seq: number
  readonly recipe: string
  /** Null for a run of the recipe's main line. */
  readonly pr: number | null
  readonly ref: string
  readonly version: string | null
  /** Version or short hash that was upgraded from; null when there was none. */
  readonly base: string | null
  readonly mode: RunResult['mode']
  /** The tiers that were asked for; null when that is not known. */
  readonly tiers: RunResult['tiers']
  readonly verdict: RunResult['verdict']
  readonly stopped: RunResult['stopped']
  readonly fault: { readonly class: string; readonly code: string } | null
  readonly level: number
  /** Epoch seconds. */
  readonly started: number
  readonly finished: number
  readonly rungs: Readonly<Record<RungName, { readonly status: RungStatus; readonly seconds: number }>>
  /** How many tests passed only when the run was repeated. */
  readonly flaky: number
  /** The newest screenshot, relative to the run's folder. */
  readonly screenshot: string | null
  readonly resources: RunResult['resources']
  /** The one thing to do next, or the fault's evidence; null when there is nothing to do. */
  readonly next: string | null
}

/** Whether a run tells the level of its recipe: a full run of the main line, of all tiers, that judged. */
export function isOfMain({ pr, mode, tiers, verdict }: Pick<RunRow, 'pr' | 'mode' | 'tiers' | 'verdict'>): boolean {
  return (
    pr === null && mode === 'full' && verdict !== 'error' && (tiers?.length ?? tierNames.length) === tierNames.length
  )
}

/** What of a result the history keeps. */
export function toRunRow(result: RunResult, folder: string): RunRow {
  const { base, fault, next } = result
  return {
    folder,
    runId: result.runId,
    seq: result.seq,
    recipe: result.recipe,
    pr: result.pr,
    ref: result.ref,
    version: result.version,
    base: base.kind === 'skip' ? null : (base.version ?? base.ref?.slice(0, 7) ?? null),
    mode: result.mode,
    tiers: result.tiers,
    verdict: result.verdict,
    stopped: result.stopped,
    fault: fault === null ? null : { class: fault.class, code: fault.code },
    level: result.level,
    started: result.started,
    finished: result.finished,
    rungs: Object.fromEntries(
      rungNames.map((rung) => [rung, { status: result.rungs[rung].status, seconds: result.rungs[rung].seconds }]),
    ) as RunRow['rungs'],
    flaky: result.stages.flatMap(({ tests }) => tests).filter(({ flaky }) => flaky).length,
    screenshot: result.artefacts.screenshot,
    resources: result.resources,
    next: next?.text ?? fault?.evidence ?? null,
  }
}
