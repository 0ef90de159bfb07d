import { type ModelTokens, sumTokens, type TokenCount, tokensPerModel, type Usage } from '@cc-ci/contracts/agent-client'
import { type LoggedCommit, readGates } from '../cost/read-gates.js'
import { tokensPerItem } from '../cost/tokens-per-item.js'
import type { FindingFact, PhaseFact } from '../ports/protocol-facts.js'
import { describeTimeline, type TimelineEvent } from './describe-entry.js'
import { type ItemHistory, itemHistories, type Veto, vetoesOf } from './item-history.js'
import type { JournalEntries } from './read-journal-entries.js'

/** What one loop left behind. */
export interface LoopRecord {
  readonly name: string
  readonly role: string
  readonly journal: JournalEntries
  readonly usage: Usage
}

export interface ReportSources {
  /** Epoch seconds. */
  readonly now: number
  readonly loops: readonly LoopRecord[]
  readonly phases: readonly PhaseFact[]
  readonly commits: readonly LoggedCommit[]
}

export interface ReportedLoop {
  readonly name: string
  readonly role: string
  readonly timeline: readonly TimelineEvent[]
  readonly models: readonly ModelTokens[]
  readonly tokens: TokenCount
  /** Lines of its journal and transcripts that could not be read. */
  readonly unreadable: number
}

export interface ReportedPhase {
  readonly id: string
  readonly title: string
  readonly done: boolean
  readonly veto: string | undefined
  readonly vetoes: readonly Veto[]
  readonly items: readonly ItemHistory[]
  readonly findings: readonly FindingFact[]
}

/** What happened, as data. */
export interface LoopReport {
  readonly generatedAt: number
  readonly loops: readonly ReportedLoop[]
  readonly phases: readonly ReportedPhase[]
  readonly tokens: TokenCount
  /** Spent since the last hand-over. */
  readonly openTokens: TokenCount
  /** What still stands between now and the end, in words. */
  readonly open: readonly string[]
}

export function buildReport({ now, loops, phases, commits }: ReportSources): LoopReport {
  const gates = readGates(commits)
  const costs = tokensPerItem(
    loops.flatMap(({ usage }) => usage.responses),
    gates,
  )
  const reported = phases.map((phase) => ({
    ...{ id: phase.id, title: phase.title, done: phase.done, veto: phase.veto, findings: phase.findings },
    vetoes: vetoesOf(phase.id, commits),
    items: itemHistories(phase, gates, costs.items),
  }))
  const reportedLoops = loops.map(reportLoop)
  return {
    generatedAt: now,
    loops: reportedLoops,
    phases: reported,
    tokens: sumTokens(reportedLoops.map(({ tokens }) => tokens)),
    openTokens: costs.open,
    open: reported.flatMap(openIn),
  }
}

function reportLoop({ name, role, journal, usage }: LoopRecord): ReportedLoop {
  const models = tokensPerModel(usage.responses)
  return {
    ...{ name, role, models },
    timeline: describeTimeline(journal.entries),
    tokens: sumTokens(models.map(({ tokens }) => tokens)),
    unreadable: journal.unreadable + usage.skipped.unreadable,
  }
}

function openIn({ id, done, veto, items, findings }: ReportedPhase): readonly string[] {
  if (done) return []
  const words = { open: 'is not claimed', claimed: 'waits for its review', failed: 'failed its review', passed: '' }
  return [
    ...(veto === undefined ? [] : [`Phase ${id} has a veto: ${veto}`]),
    ...items.flatMap(({ id: item, state }) => (state === 'passed' ? [] : [`${id}/${item} ${words[state]}`])),
    ...findings.flatMap(({ id: finding, item, open, text }) =>
      open ? [`Finding ${finding} on ${id}/${item}: ${text}`] : [],
    ),
  ]
}
