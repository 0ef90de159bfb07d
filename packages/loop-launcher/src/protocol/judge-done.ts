import type { Phase } from '@cc-ci/contracts/phase-plan'
import type { BrokenRule, DoneJudgement, DoneRule, EvidenceFacts, PhaseFacts } from './done-rules.js'
import { describeAge, readInstant } from './instants.js'
import type { PhaseDocuments } from './phase-documents.js'
import { type Finding, findVeto, type Review, readFindings, readReviews } from './review-document.js'
import { type Claim, readClaims } from './status-document.js'

const freshFor = 24 * 3600_000
const clockSkew = 5 * 60_000

/** Says for every item which rules its evidence breaks (C-07, C-10). */
export function judgeDone(
  { status, review }: PhaseDocuments,
  phase: Phase,
  { facts, now }: { readonly facts: PhaseFacts; readonly now: Date },
): DoneJudgement {
  const [claims, reviews, findings] = [readClaims(status), readReviews(review), readFindings(review)]
  const known = new Set(phase.items.map(({ id }) => id))
  const strangers = new Set([...claims, ...reviews].map(({ item }) => item).filter((item) => !known.has(item)))
  const items = phase.items.map(({ id, title }) => {
    const claim = claims.findLast(({ item }) => item === id)
    const deciding = decidingReview(reviews, id)
    const open = findings.filter(({ item, state }) => item === id && state === 'open')
    return { item: id, title, broken: judgeItem({ claim, review: deciding, open, facts: facts.get(id), now }) }
  })
  const broken = [
    ...[status, review].flatMap((document) => {
      const veto = findVeto(document)
      return veto === undefined ? [] : [breach('vetoed', veto.reason || 'without a reason')]
    }),
    ...[...strangers].map((item) => breach('not-in-plan', item)),
    ...openElsewhere(findings, known),
  ]
  return { phase: phase.id, done: [broken, ...items.map((item) => item.broken)].every(isEmpty), broken, items }
}

/** The verdict that counts: the latest by its time; one whose time cannot be read counts before all others. */
export function decidingReview(reviews: readonly Review[], item: string): Review | undefined {
  const own = reviews.filter((review) => review.item === item)
  const timeOf = ({ verifiedAt }: Review) => readInstant(verifiedAt)?.getTime() ?? Number.POSITIVE_INFINITY
  return own.reduce<Review | undefined>(
    (latest, review) => (latest === undefined || timeOf(review) >= timeOf(latest) ? review : latest),
    undefined,
  )
}

interface ItemState {
  readonly claim: Claim | undefined
  readonly review: Review | undefined
  readonly open: readonly Finding[]
  readonly facts: EvidenceFacts | undefined
  readonly now: Date
}

function judgeItem({ claim, review, open, facts, now }: ItemState): BrokenRule[] {
  const findings = open.length === 0 ? [] : [breach('open-finding', open.map(({ id }) => id).join(', '))]
  const claimed = claim === undefined ? [breach('unclaimed', 'no row in STATUS.md')] : []
  if (review?.verdict !== 'PASS') return [...claimed, withoutPass(review), ...findings]
  return [...claimed, ...judgeTimes(review, { claim, facts, now }), ...judgeEvidence(review, claim, facts), ...findings]
}

function withoutPass(review: Review | undefined): BrokenRule {
  if (review === undefined) return breach('no-pass', 'no row in REVIEW.md')
  const words = `${review.verdict}, REVIEW.md line ${review.line}`
  return breach(review.verdict === 'VETO' ? 'vetoed' : 'no-pass', words)
}

function judgeTimes(review: Review, { claim, facts, now }: Pick<ItemState, 'claim' | 'facts' | 'now'>): BrokenRule[] {
  const [verified, claimed] = [readInstant(review.verifiedAt), claim && readInstant(claim.claimedAt)]
  if (verified === undefined)
    return [breach('time-unreadable', `“${review.verifiedAt}”, REVIEW.md line ${review.line}`)]
  const age = now.getTime() - verified.getTime()
  const committed = facts?.committedAt
  return [
    ...when(age > freshFor, 'stale', `${describeAge(verified, now)} old`),
    ...when(age < -clockSkew, 'future', review.verifiedAt),
    ...when(
      claim !== undefined && claimed === undefined,
      'time-unreadable',
      `“${claim?.claimedAt}”, STATUS.md line ${claim?.line}`,
    ),
    ...when(claimed !== undefined && verified < claimed, 'older-than-claim', `claimed ${claim?.claimedAt}`),
    ...when(committed !== undefined && verified < committed, 'older-than-commit', `${committed?.toISOString()}`),
  ]
}

function judgeEvidence(review: Review, claim: Claim | undefined, facts: EvidenceFacts | undefined): BrokenRule[] {
  const short = review.commit.slice(0, 12) || 'no commit'
  if (facts?.committedAt === undefined) return [breach('not-on-main', short)]
  return [
    ...when(!facts.onMain, 'not-on-main', short),
    ...when(facts.onMain && facts.changedSince, 'changed-since', short),
    ...when(
      claim !== undefined && !facts.containsClaim,
      'other-commit',
      `${short}, claimed ${claim?.commit.slice(0, 12)}`,
    ),
    ...when(!facts.byAdversary, 'not-by-adversary', facts.writtenBy),
  ]
}

/** A finding that names no item of the plan holds up the phase. */
function openElsewhere(findings: readonly Finding[], known: ReadonlySet<string>): BrokenRule[] {
  const open = findings.filter(({ item, state }) => state === 'open' && !known.has(item))
  return open.length === 0 ? [] : [breach('open-finding', open.map(({ id }) => id).join(', '))]
}

const breach = (rule: DoneRule, detail: string): BrokenRule => ({ rule, detail })

const when = (broken: boolean, rule: DoneRule, detail: string): BrokenRule[] => (broken ? [breach(rule, detail)] : [])

const isEmpty = (list: readonly unknown[]): boolean => list.length === 0
