import { firstBlockedRung, levelOf, type RungName, type RungStatus, rungNames } from '@cc-ci/contracts/ladder'
import type { RecipeSettings } from '@cc-ci/contracts/recipe-settings'
import {
  expectedBack,
  isWatched,
  type RungResult,
  type RunResult,
  type StageResult,
  type TierName,
} from '@cc-ci/contracts/run-result'

export interface RungEvidence {
  readonly stages: readonly StageResult[]
  readonly expectedNa: RecipeSettings['expectedNa']
  /** Why a tier did not run, for those that did not. */
  readonly notRun: ReadonlyMap<TierName, string>
  /** Whether an older version existed to upgrade from; without one the upgrade rung is skipped, not unverified. */
  readonly olderTargetExists: boolean
  readonly data: RunResult['data']
  readonly lint: Omit<RunResult['lint'], 'unchecked'>
  readonly mode?: RunResult['mode']
  /** Whether a test that needs the declared dependencies passed; true without any. */
  readonly dependenciesProven: boolean
}

export interface Ladder {
  readonly level: number
  readonly rungs: RunResult['rungs']
  readonly skips: RunResult['skips']
  readonly blockedBy: RungName | undefined
}

const tiersOfRung: Readonly<Record<RungName, readonly TierName[]>> = {
  install: ['install'],
  upgrade: ['upgrade'],
  backup_restore: ['backup', 'restore'],
  functional: ['custom'],
  lint: ['lint'],
}

/** Rungs that are skipped are never install and never lint (results-design §1). */
const neverSkipped: readonly RungName[] = ['install', 'lint']

/** Draws rungs, level and skips from what ran. A declaration never overrides a real result; a stale one is reported (V-08). */
export function classifyRungs(evidence: RungEvidence): Ladder {
  const judged = rungNames.map((rung) => [rung, judgeRung(rung, evidence)] as const)
  const statuses = Object.fromEntries(judged.map(([rung, { status }]) => [rung, status])) as Record<
    RungName,
    RungStatus
  >
  const rungs = Object.fromEntries(
    judged.map(([rung, { status, seconds, fact }]) => [rung, { status, seconds, fact }]),
  ) as RunResult['rungs']
  const reasons = (wanted: RungStatus): Record<string, string> =>
    Object.fromEntries(judged.filter(([, { status }]) => status === wanted).map(([rung, { reason }]) => [rung, reason]))
  return {
    level: levelOf(rungNames.map((rung) => statuses[rung])),
    rungs,
    skips: {
      intentional: reasons('skip'),
      unintentional: reasons('unverified'),
      stale: rungNames.filter(
        (rung) => evidence.expectedNa[rung] !== undefined && ['pass', 'fail'].includes(statuses[rung]),
      ),
    },
    blockedBy: firstBlockedRung(statuses),
  }
}

interface JudgedRung extends RungResult {
  readonly reason: string
}

function judgeRung(rung: RungName, evidence: RungEvidence): JudgedRung {
  const stages = tiersOfRung[rung].map((tier) => evidence.stages.find(({ name }) => name === tier))
  const seconds = Math.round(stages.reduce((sum, stage) => sum + (stage?.seconds ?? 0), 0) * 10) / 10
  const status = statusOf(rung, stages, evidence)
  const reason = reasonFor(rung, status, evidence)
  const fact = status === 'skip' || status === 'unverified' ? reason : factOf(rung, { status, seconds }, evidence)
  return { status, seconds, fact, reason }
}

function statusOf(rung: RungName, stages: readonly (StageResult | undefined)[], evidence: RungEvidence): RungStatus {
  if (stages.some((stage) => stage?.status === 'fail')) return 'fail'
  if (stages.some(isWithoutFloor)) return 'unverified'
  if (rung === 'functional' && !evidence.dependenciesProven) return 'unverified'
  if (stages.every((stage) => stage?.status === 'pass') && provesItself(rung, stages, evidence.data)) return 'pass'
  if (neverSkipped.includes(rung) || stages.some((stage) => stage?.status === 'error')) return 'unverified'
  if (evidence.expectedNa[rung] !== undefined) return 'skip'
  return rung === 'upgrade' && !evidence.olderTargetExists ? 'skip' : 'unverified'
}

/** What the operator left out of the generic floor is unproven, whatever else passed and whatever is declared. */
const isWithoutFloor = (stage: StageResult | undefined): boolean =>
  stage?.tests.some(({ origin, status }) => origin === 'generic' && status === 'skip') ?? false

/**
 * V-01: custom tests that were all skipped prove nothing, whatever the generic checks beside them say; nor does a
 * restore after which no store that is saved held what was in it.
 */
function provesItself(rung: RungName, stages: readonly (StageResult | undefined)[], data: RunResult['data']): boolean {
  if (rung === 'backup_restore') return data.some(cameBack)
  if (rung !== 'functional') return true
  return stages.some((stage) => stage?.tests.some(({ origin, status }) => origin !== 'generic' && status === 'pass'))
}

const cameBack = (store: RunResult['data'][number]): boolean =>
  ['covered', 'partly'].includes(store.backup) && expectedBack(store) > 0 && store.afterRestore === expectedBack(store)

const unproven: Partial<Record<RungName, string>> = {
  backup_restore: 'nothing is proven: no store that is saved came back whole',
  functional: 'nothing is proven: every custom test was skipped',
}

function reasonFor(rung: RungName, status: RungStatus, evidence: RungEvidence): string {
  const { expectedNa, notRun, stages, dependenciesProven } = evidence
  const declared = expectedNa[rung]
  if (status === 'skip' && declared !== undefined) return `N/A: ${declared}`
  const tiers = tiersOfRung[rung]
  const why = tiers.map((tier) => notRun.get(tier)).find((reason) => reason !== undefined)
  if (why !== undefined) return why
  const own = stages.filter(({ name }) => tiers.includes(name))
  const passed = own.length === tiers.length && own.every((stage) => stage.status === 'pass')
  if (passed && rung === 'functional' && !dependenciesProven) return 'no test that needs the dependencies passed'
  const said = own.flatMap(({ tests }) => tests).find(({ message }) => message !== null)?.message
  return (passed ? unproven[rung] : undefined) ?? said ?? 'it did not run'
}

function factOf(
  rung: RungName,
  { status, seconds }: { status: RungStatus; seconds: number },
  evidence: RungEvidence,
): string {
  const passed = status === 'pass'
  const time = `${seconds < 10 ? seconds : Math.round(seconds)} s`
  if (rung === 'lint') return lintFact(evidence.lint)
  if (rung === 'functional') return countFact(evidence.stages)
  if (rung === 'backup_restore') return storesFact(evidence.data) ?? (passed ? time : 'failed')
  if (!passed) return 'failed'
  // Nothing was installed anew.
  if (rung === 'install' && evidence.mode === 'quick') return `${time} · kept app`
  const kept = rung === 'upgrade' && evidence.data.some(({ afterUpgrade }) => afterUpgrade !== null)
  return kept ? `${time} · data kept` : time
}

function lintFact({ errors, warnings }: Pick<RunResult['lint'], 'errors' | 'warnings'>): string {
  const count = (found: readonly unknown[], word: string): string =>
    `${found.length} ${word}${found.length === 1 ? '' : 's'}`
  if (errors.length > 0) return count(errors, 'error')
  return warnings.length > 0 ? count(warnings, 'warning') : 'clean'
}

function countFact(stages: readonly StageResult[]): string {
  const tests = stages.find(({ name }) => name === 'custom')?.tests ?? []
  const ran = tests.filter(({ status, origin }) => status !== 'skip' && origin !== 'generic')
  return `${ran.filter(({ status }) => status === 'pass').length} of ${ran.length}`
}

function storesFact(data: RunResult['data']): string | undefined {
  const counted = data.filter((store) => isWatched(store) && store.backup !== 'excluded' && store.afterRestore !== null)
  if (counted.length === 0) return undefined
  const back = counted.reduce((sum, { afterRestore }) => sum + (afterRestore ?? 0), 0)
  const expected = counted.reduce((sum, store) => sum + expectedBack(store), 0)
  const unknown = data.filter(({ backup }) => backup === 'unknown').length
  const remarks = [
    ...(counted.some(({ backup }) => backup === 'partly') ? ['saved partly'] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ]
  return remarks.length === 0
    ? `${back} of ${expected} marks back`
    : `${back} of ${expected} back, ${remarks.join(', ')}`
}
