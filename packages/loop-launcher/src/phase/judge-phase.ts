import type { Phase } from '@cc-ci/contracts/phase-plan'
import type { LineAuthor, ProtocolState } from '../ports/coordination.js'
import { parseSubject } from '../protocol/commit-subject.js'
import type { DoneJudgement, EvidenceFacts } from '../protocol/done-rules.js'
import { decidingReview, judgeDone } from '../protocol/judge-done.js'
import { type PhaseDocuments, readPhase } from '../protocol/phase-documents.js'
import { pathOf } from '../protocol/protocol-files.js'
import { readReviews } from '../protocol/review-document.js'
import { readClaims } from '../protocol/status-document.js'
import type { PhaseWorld } from './phase-world.js'

/** Judges a phase by its files and by what git knows of their evidence. */
export async function judgePhase(state: ProtocolState, phase: Phase, world: PhaseWorld): Promise<DoneJudgement> {
  const documents = readPhase(state.files, phase.id)
  const facts = await gatherFacts(documents, { phase, commit: state.commit, world })
  return judgeDone(documents, phase, { facts, now: world.clock.now() })
}

interface Gathering {
  readonly phase: Phase
  readonly commit: string | undefined
  readonly world: PhaseWorld
}

async function gatherFacts({ status, review }: PhaseDocuments, { phase, commit, world }: Gathering) {
  const [reviews, claims] = [readReviews(review), readClaims(status)]
  const facts = new Map<string, EvidenceFacts>()
  if (reviews.length === 0 || commit === undefined) return facts
  const authors = await world.coordination.lineAuthors(pathOf(phase.id, 'REVIEW'), commit)
  const askFacts = askOnce(({ commit: name, claimed }: Evidence) => factsOf(name, claimed, world))
  for (const { id } of phase.items) {
    const deciding = decidingReview(reviews, id)
    if (deciding?.verdict !== 'PASS') continue
    const claimed = claims.findLast(({ item }) => item === id)?.commit
    const known = await askFacts({ commit: deciding.commit, claimed })
    facts.set(id, { ...known, ...writerOf(authors[deciding.line - 1], world) })
  }
  return facts
}

interface Evidence {
  readonly commit: string
  readonly claimed: string | undefined
}

/** Most items of a phase are proven at one commit, and git need be asked about it only once. */
function askOnce<Question, Answer>(ask: (question: Question) => Promise<Answer>) {
  const answers = new Map<string, Promise<Answer>>()
  return (question: Question): Promise<Answer> => {
    const key = JSON.stringify(question)
    const answer = answers.get(key) ?? ask(question)
    answers.set(key, answer)
    return answer
  }
}

async function factsOf(commit: string, claimed: string | undefined, { tree }: PhaseWorld) {
  const known = await tree.facts(commit)
  return {
    onMain: known?.onMain ?? false,
    changedSince: known?.changedSince ?? false,
    committedAt: known?.committedAt,
    containsClaim: claimed !== undefined && (await tree.contains(commit, claimed)),
  }
}

/** Loops commit under their own names; somebody whom cc-ci.yaml does not know is taken at the subject of the commit. */
function writerOf(line: LineAuthor | undefined, { loops }: PhaseWorld) {
  if (line === undefined) return { byAdversary: false, writtenBy: 'nobody' }
  const role = loops.find(({ name }) => name === line.author)?.role
  const kind = parseSubject(line.subject)?.kind
  const byAdversary = role === undefined ? kind === 'review' || kind === 'veto' : role === 'adversary'
  return { byAdversary, writtenBy: `${line.author}, “${line.subject}”` }
}
