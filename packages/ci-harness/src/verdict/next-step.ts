import type { RungName } from '@cc-ci/contracts/ladder'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { couldNotJudge, type Failure } from './failure.js'

const advice: Readonly<Record<RungName, string>> = {
  install: 'make the app deploy and answer',
  upgrade: 'make the upgrade succeed',
  backup_restore:
    'label the data for backup and prove the restore; a recipe without data declares expectedNa.backup_restore',
  functional: 'add custom tests under custom/; a recipe that cannot have any declares expectedNa.functional',
  lint: 'fix the lint errors',
}

/** The one thing that raises the level, or null at the top. Only what is known is said. */
export function nextStep(
  {
    blockedBy,
    rungs,
    lint,
    mode,
  }: {
    blockedBy: RungName | undefined
    rungs: RunResult['rungs']
    lint: Omit<RunResult['lint'], 'unchecked'>
    mode?: RunResult['mode']
  },
  failure: Failure | undefined,
  /** Of the failure, as the diagnosis has it. */
  place: string | null = null,
): RunResult['next'] {
  if (blockedBy === undefined) return null
  const toLevel = levelAfter(blockedBy, rungs)
  const finding = blockedBy === 'lint' ? lint.errors[0] : undefined
  if (finding !== undefined) {
    return {
      toLevel,
      text: `${finding.rule}: ${finding.message} ${finding.hint}`.trim(),
      place: `${finding.file}:${finding.line}`,
    }
  }
  if (failure !== undefined && (rungs[blockedBy].status === 'fail' || couldNotJudge(failure))) {
    return {
      toLevel,
      text: failure.hint === undefined ? failure.evidence : `${asSentence(failure.evidence)} ${failure.hint}`,
      place,
    }
  }
  if (mode === 'quick') return { toLevel, text: 'run it in full, without --quick', place: null }
  return { toLevel, text: `${advice[blockedBy]} (now: ${rungs[blockedBy].fact})`, place: null }
}

const asSentence = (text: string): string => (/[.!?:”"]$/.test(text) ? text : `${text}.`)

/** The level that mending this one rung would give. */
function levelAfter(mended: RungName, rungs: RunResult['rungs']): number {
  let level = 0
  for (const [index, [rung, { status }]] of Object.entries(rungs).entries()) {
    if (status === 'pass' || rung === mended) level = index + 1
    else if (status !== 'skip') break
  }
  return level
}
