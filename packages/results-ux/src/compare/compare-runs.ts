import { type RungName, type RungStatus, rungNames } from '@cc-ci/contracts/ladder'
import type { LintFinding, RunResult, TestResult } from '@cc-ci/contracts/run-result'
import { formatMegabytes, formatSeconds } from '../render/duration.js'
import { isJudged, rungTitles } from '../render/run-view.js'
import { compareStores, type StoreComparison } from './compare-stores.js'

/** What became of a rung from one run to another. */
export type RungChange = 'same' | 'better' | 'worse' | 'newlyCovered' | 'noLongerCovered' | 'unknown'

export interface RungComparison {
  readonly rung: RungName
  readonly title: string
  readonly from: RungStatus
  readonly to: RungStatus
  readonly change: RungChange
  /** The change in words that fit a table. */
  readonly words: string
}

/** A figure of both runs that differs by more than runs of the same thing do. */
interface MeasureChange {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly isWorse: boolean
}

export interface RunComparison {
  readonly before: Side
  readonly after: Side
  readonly rungs: readonly RungComparison[]
  /** Every store of the data ledger; none when a side judged nothing. */
  readonly stores: readonly StoreComparison[]
  /** Names of tests that failed in one run only, as "<tier>: <name>". */
  readonly tests: { readonly broke: readonly string[]; readonly mended: readonly string[] }
  readonly lint: { readonly appeared: readonly LintFinding[]; readonly vanished: readonly LintFinding[] }
  readonly measures: readonly MeasureChange[]
  /** Whether anything that was proven is disproven or unproven now. */
  readonly regressed: boolean
  /** What makes the comparison say less than it seems to, such as a quick run on one side. */
  readonly notes: readonly string[]
}

interface Side {
  readonly runId: string
  /** Null for a run of the recipe’s main line. */
  readonly pr: number | null
  readonly version: string
  /** Null for a run that judged nothing. */
  readonly level: number | null
}

/** Compares two runs of one recipe, rung by rung. A side that judged nothing makes every rung unknown. */
export function compareRuns(before: RunResult, after: RunResult): RunComparison {
  const judged = isJudged(before) && isJudged(after)
  const rungs = rungNames.map((rung) => compareRung(before, after, rung, judged))
  const stores = judged ? compareStores(before, after) : []
  return {
    before: sideOf(before),
    after: sideOf(after),
    rungs,
    stores,
    tests: compareTests(before, after),
    lint: compareLint(before, after),
    measures: judged ? compareMeasures(before, after) : [],
    regressed: lostLevel(before, after, judged) || rungs.some(isLoss),
    notes: notesOn(before, after),
  }
}

/** Whatever became of each rung: a level that fell is a loss, as when a rung that was declared away is only unproven now. */
function lostLevel(before: RunResult, after: RunResult, judged: boolean): boolean {
  return judged && before.mode === after.mode && after.level < before.level
}

/** Whether what was proven is disproven or unproven now. */
export function isLoss({ change, from, to }: RungComparison): boolean {
  return change === 'worse' || (from === 'pass' && to === 'unverified' && change !== 'unknown')
}

function sideOf(result: RunResult): Side {
  return {
    runId: result.runId,
    pr: result.pr,
    version: result.version ?? result.ref.slice(0, 7),
    level: isJudged(result) ? result.level : null,
  }
}

function compareRung(before: RunResult, after: RunResult, rung: RungName, judged: boolean): RungComparison {
  const [from, to] = [before.rungs[rung], after.rungs[rung]]
  const leftOut = isLeftOut(before, after, rung) || isLeftOut(after, before, rung)
  const change = judged && !leftOut ? changeOf(from.status, to.status) : 'unknown'
  if (leftOut) return { rung, title: rungTitles[rung], from: from.status, to: to.status, change, words: notQuick }
  const words =
    change === 'same' && to.status === 'pass' ? pace(from.seconds, to.seconds) : wordsOf(change, from.status, to.status)
  return { rung, title: rungTitles[rung], from: from.status, to: to.status, change, words }
}

const notQuick = 'not part of a quick run'

/** A quick run leaves tiers out by design, which is no loss for it and no gain for the other. */
function isLeftOut(run: RunResult, other: RunResult, rung: RungName): boolean {
  return run.mode === 'quick' && other.mode === 'full' && run.rungs[rung].status === 'unverified'
}

const isCovered = (status: RungStatus): boolean => status === 'pass' || status === 'fail'

/** A rung that did not run is not covered, whether that was declared or not. */
export function changeOf(from: RungStatus, to: RungStatus): RungChange {
  if (isCovered(from) && isCovered(to)) return from === to ? 'same' : to === 'pass' ? 'better' : 'worse'
  if (isCovered(to)) return 'newlyCovered'
  return isCovered(from) ? 'noLongerCovered' : 'same'
}

function wordsOf(change: RungChange, from: RungStatus, to: RungStatus): string {
  if (change === 'same') return to === 'fail' ? 'failed before, too' : 'not covered before either'
  const words: Readonly<Record<Exclude<RungChange, 'same'>, string>> = {
    better: 'was failing',
    worse: 'was passing',
    newlyCovered: to === 'pass' ? 'newly covered' : 'newly covered, and fails',
    noLongerCovered: `no longer covered, ${from === 'pass' ? 'was passing' : 'was failing'}`,
    unknown: 'unknown',
  }
  return words[change]
}

/** Runs of the same thing differ by some seconds, and long ones by more. */
function pace(from: number, to: number): string {
  const difference = to - from
  if (from === 0 || Math.abs(difference) < Math.max(5, from * 0.25)) return 'same'
  return `${formatSeconds(Math.abs(difference))} ${difference > 0 ? 'slower' : 'faster'}`
}

function compareTests(before: RunResult, after: RunResult): RunComparison['tests'] {
  const failedIn = (result: RunResult, status: TestResult['status']): Map<string, string> =>
    new Map(
      result.stages.flatMap(({ name, tests }) =>
        tests.filter((test) => test.status === status).map((test) => [test.id, `${name}: ${test.name}`] as const),
      ),
    )
  const [failedBefore, failedAfter] = [failedIn(before, 'fail'), failedIn(after, 'fail')]
  const passedAfter = failedIn(after, 'pass')
  return {
    broke: [...failedAfter].filter(([id]) => !failedBefore.has(id)).map(([, name]) => name),
    mended: [...failedBefore].filter(([id]) => passedAfter.has(id)).map(([, name]) => name),
  }
}

function compareLint(before: RunResult, after: RunResult): RunComparison['lint'] {
  const findings = ({ lint }: RunResult): LintFinding[] => [...lint.errors, ...lint.warnings]
  const key = ({ rule, file, message }: LintFinding): string => `${rule} ${file} ${message}`
  const missingFrom = (other: readonly LintFinding[], own: readonly LintFinding[]): LintFinding[] => {
    const known = new Set(other.map(key))
    return own.filter((finding) => !known.has(key(finding)))
  }
  const [old, now] = [findings(before), findings(after)]
  // A rule that nobody checked this time has found nothing, which is no mending.
  const unchecked = new Set(after.lint.unchecked.map(({ rule }) => rule))
  const gone = after.lint.unverified === null ? missingFrom(now, old).filter(({ rule }) => !unchecked.has(rule)) : []
  return { appeared: missingFrom(old, now), vanished: gone }
}

function compareMeasures({ resources: before }: RunResult, { resources: after }: RunResult): MeasureChange[] {
  const measures = [
    ['down during the upgrade', before.downtimeSeconds, after.downtimeSeconds, formatSeconds, 2],
    ['peak memory', before.peakMemMb, after.peakMemMb, formatMegabytes, 32],
    ['disk', before.diskMb, after.diskMb, formatMegabytes, 64],
    ['backup', before.backupMb, after.backupMb, formatMegabytes, 8],
    ['restore', before.restoreSeconds, after.restoreSeconds, formatSeconds, 5],
  ] as const
  return measures.flatMap(([name, from, to, format, least]) => {
    if (from === null || to === null || Math.abs(to - from) < Math.max(least, from * 0.25)) return []
    return [{ name, from: format(from), to: format(to), isWorse: to > from }]
  })
}

function notesOn(before: RunResult, after: RunResult): string[] {
  const unjudged = [before, after].filter((run) => !isJudged(run)).map(({ runId }) => `Run ${runId} judged nothing.`)
  const quick = before.mode === after.mode ? [] : ['One of the two is a quick run, which proves less.']
  return [...unjudged, ...quick]
}
