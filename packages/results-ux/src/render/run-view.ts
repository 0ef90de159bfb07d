import { firstBlockedRung, levelWords, type RungName, rungNames } from '@cc-ci/contracts/ladder'
import type { RunResult, TierName } from '@cc-ci/contracts/run-result'
import type { ShownStatus } from '../design/tokens.js'
import { formatSeconds } from './duration.js'

export const rungTitles: Readonly<Record<RungName, string>> = {
  install: 'Install',
  upgrade: 'Upgrade',
  backup_restore: 'Backup + restore',
  functional: 'App works',
  lint: 'Lint',
}

/** The tiers that make up a rung. */
export const rungTiers: Readonly<Record<RungName, readonly TierName[]>> = {
  install: ['install'],
  upgrade: ['upgrade'],
  backup_restore: ['backup', 'restore'],
  functional: ['custom'],
  lint: ['lint'],
}

const statusWords: Readonly<Record<ShownStatus, string>> = {
  pass: 'passed',
  notCounted: 'passed, not counted',
  fail: 'FAILED',
  skip: 'not applicable',
  unverified: 'not verified',
  flaky: 'passed on retry',
  running: 'running',
}

/** One rung as every output shows it. */
export interface RungView {
  readonly rung: RungName
  readonly title: string
  readonly status: ShownStatus
  readonly word: string
  readonly fact: string
  readonly seconds: number
}

export function rungViews(result: RunResult): RungView[] {
  return rungNames.map((rung, index) => {
    const { fact, seconds } = result.rungs[rung]
    const status = shownStatus(result, rung, index)
    return { rung, title: rungTitles[rung], status, word: statusWords[status], fact, seconds }
  })
}

/** The fact of a rung where its time is shown beside it: "61 s · data kept" becomes "data kept". */
export function factBesideTime({ fact, seconds }: Pick<RungView, 'fact' | 'seconds'>): string {
  const time = formatSeconds(seconds)
  return fact === time ? '' : fact.replace(`${time} · `, '')
}

function shownStatus(result: RunResult, rung: RungName, index: number): ShownStatus {
  const { status } = result.rungs[rung]
  if (status !== 'pass') return status
  if (!isJudged(result) || index + 1 > result.level) return 'notCounted'
  const tests = result.stages.filter(({ name }) => rungTiers[rung].includes(name)).flatMap((stage) => stage.tests)
  return tests.some(({ flaky }) => flaky) ? 'flaky' : 'pass'
}

/** False for a run that says nothing about the recipe: infra, harness, deadline, cancelled. */
export function isJudged({ verdict }: Pick<RunResult, 'verdict'>): boolean {
  return verdict !== 'error'
}

/** Why there is no level, in words that fit a badge. */
export function notJudgedWords({ stopped, fault }: Pick<RunResult, 'stopped' | 'fault'>): string {
  if (stopped === 'deadline') return 'stopped: deadline'
  if (stopped === 'cancelled') return 'cancelled'
  return fault?.class === 'infra' || fault?.class === 'harness' ? `${fault.class} error` : 'not judged'
}

function levelWord(level: number): string {
  return levelWords[level] ?? 'unknown'
}

/** What the level is called; of a quick run with a word about that, since it proves less. */
export function earnedWord({ level, mode }: Pick<RunResult, 'level' | 'mode'>): string {
  return mode === 'quick' ? `${levelWord(level)} · quick` : levelWord(level)
}

/** "level 2 of 5, Upgrades", or why there is no level. */
export function levelSentence(result: RunResult): string {
  if (!isJudged(result)) return notJudgedWords(result)
  const confidence = result.mode === 'quick' ? ' (quick run: lower confidence)' : ''
  return `level ${result.level} of 5, ${levelWord(result.level)}${confidence}`
}

/** "1.0.0 → 1.1.0", or the one version that is known. */
export function versionsLine({ base, version, ref }: RunResult): string {
  const head = version ?? ref.slice(0, 7)
  const from = base.kind === 'skip' ? null : (base.version ?? base.ref?.slice(0, 7) ?? null)
  return from === null ? head : `${from} → ${head}`
}

const asSentence = (text: string): string => (/[.!?:”"]$/.test(text) ? text : `${text}.`)

const notJudgedHeading = 'Not judged, no level lost'

/** The one thing to do next, or what there is to say when there is none. */
export function nextStep(result: RunResult): { heading: string; text: string } {
  const evidence = result.fault?.evidence
  if (!isJudged(result)) {
    const remedy = result.fault?.hint ?? 'Run it again.'
    return { heading: notJudgedHeading, text: `${asSentence(evidence ?? notJudgedWords(result))} ${remedy}` }
  }
  if (result.next !== null) return stepUp(result.next, result.mode)
  if (result.verdict === 'red' && result.level === 5)
    return { heading: 'Top level, but the run is red', text: evidence ?? 'see the report' }
  if (result.level === 5) return { heading: 'Top level', text: topLevelText(result) }
  const blocker = firstBlockedRung(statusesOf(result))
  const text = blocker && `${rungTitles[blocker]}: ${result.rungs[blocker].fact}`
  return { heading: 'Why not higher', text: evidence ?? text ?? 'see the report' }
}

function stepUp({ toLevel, text, place }: NonNullable<RunResult['next']>, mode: RunResult['mode']) {
  const heading = mode === 'quick' ? `To reach L${toLevel}` : `To reach L${toLevel}, fix one thing`
  return { heading, text: place === null ? text : `${text} (${place})` }
}

function topLevelText(result: RunResult): string {
  const skipped = rungNames.filter((rung) => result.rungs[rung].status === 'skip').map((rung) => rungTitles[rung])
  return skipped.length === 0 ? 'every rung passed' : `not applicable, as declared: ${skipped.join(', ')}`
}

/** The statuses of all rungs, as the ladder's functions take them. */
export function statusesOf({ rungs }: RunResult): Record<RungName, RunResult['rungs'][RungName]['status']> {
  return {
    install: rungs.install.status,
    upgrade: rungs.upgrade.status,
    backup_restore: rungs.backup_restore.status,
    functional: rungs.functional.status,
    lint: rungs.lint.status,
  }
}
