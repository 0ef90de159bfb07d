import { levelWords } from '@cc-ci/contracts/ladder'
import type { RunResult, TierName } from '@cc-ci/contracts/run-result'
import { isLoss, type RunComparison } from '../compare/compare-runs.js'
import { withoutControls } from '../render/escape-xml.js'
import { isJudged, nextStep, notJudgedWords } from '../render/run-view.js'

/** `warning` is not among them: forges do not agree on what it means. */
export interface CommitStatus {
  readonly state: 'pending' | 'success' | 'failure' | 'error'
  readonly context: string
  /** At most 140 characters, as the strictest forge wants it. */
  readonly description: string
  /** The run’s page. Who reads a status compares it with the run that is meant. */
  readonly targetUrl: string
}

export interface CommitStatusOptions {
  readonly targetUrl: string
  readonly context?: string
}

const longest = 140
const defaultContext = 'cc-ci/level'
/** Of its own, so that a quick run, which proves less, never takes the place of what a full run said. */
const quickContext = 'cc-ci/quick'

/** The status of a run that has not ended. */
export function renderPendingStatus(
  state: { readonly place: number } | { readonly tier: TierName; readonly step: number; readonly of: number },
  options: CommitStatusOptions,
): CommitStatus {
  const text =
    'place' in state ? `queued, place ${state.place}` : `running: ${state.tier} (${state.step} of ${state.of})`
  return draw('pending', text, options)
}

/** The status of a finished run; a green one that proves less than the last run of main is a failure, too. */
export function renderCommitStatus(
  result: RunResult,
  asked: CommitStatusOptions & { readonly main?: RunComparison | undefined },
): CommitStatus {
  const options = result.mode === 'quick' ? { context: quickContext, ...asked } : asked
  if (!isJudged(result))
    return draw('error', `${notJudgedWords(result)}: ${result.fault?.evidence ?? 'run it again'}`, options)
  const { main } = asked
  const succeeded = result.verdict === 'green' && main?.regressed !== true
  const level = levelBeside(result, main)
  const text = result.level === 5 && succeeded ? level : `${level}: ${reasonOf(result, main)}`
  return draw(succeeded ? 'success' : 'failure', text, options)
}

function levelBeside({ level }: RunResult, main: RunComparison | undefined): string {
  const before = main?.before.level ?? null
  const beside = before === null || before === level ? '' : ` (main L${before})`
  return `L${level} ${levelWords[level] ?? ''}${beside}`
}

/** What to do next; of a green run, what it proves no longer. */
function reasonOf(result: RunResult, main: RunComparison | undefined): string {
  const worse = main?.rungs.find(isLoss)
  return result.verdict === 'green' && worse !== undefined ? `${worse.title}: ${worse.words}` : nextStep(result).text
}

function draw(
  state: CommitStatus['state'],
  text: string,
  { targetUrl, context = defaultContext }: CommitStatusOptions,
): CommitStatus {
  const line = withoutControls(text).replace(/\s+/g, ' ').trim()
  const description = line.length <= longest ? line : `${line.slice(0, longest - 1)}…`
  return { state, context, description, targetUrl }
}
