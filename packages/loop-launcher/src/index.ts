export {
  addTokens,
  type ModelResponse,
  type ModelTokens,
  noTokens,
  readStatusline,
  readUsage,
  type Statusline,
  sumTokens,
  type TokenCount,
  tokensPerModel,
  totalTokens,
  type Usage,
  type UsageLimit,
} from '@cc-ci/contracts/agent-client'
export type { LoopSettings, ProtocolSettings } from '@cc-ci/contracts/loop-settings'
export { CommandMainState } from './adapters/command-main-state.js'
export { type FakeAgentOptions, fakeAgentCommand } from './adapters/fake-agent-command.js'
export { openClones } from './adapters/open-clones.js'
export { type HostFactsReader, type HostSubject, readHostFacts } from './adapters/read-host-facts.js'
export { PlanFacts, type RecordsSubject, readCommits, readLoopRecords } from './adapters/read-loop-records.js'
export { readRun } from './adapters/run-files.js'
export { type Gate, type LoggedCommit, readGates } from './cost/read-gates.js'
export { type ItemCosts, type ItemTokens, tokensPerItem } from './cost/tokens-per-item.js'
export type { Check, CheckGroup, CheckOutcome } from './doctor/check.js'
export { diagnose, exitCodeOf } from './doctor/diagnose.js'
export { exportFacts, type FactsDocument, readFacts } from './doctor/facts-file.js'
export { planSetup, type SetupFile, type SetupInput, type SetupPlan } from './init/plan-setup.js'
export { foldJournal, type LoopMemory } from './journal/fold-journal.js'
export type { JournalEvent, JournalRecord } from './journal/journal-event.js'
export { type ReadJournal, readJournalText } from './journal/journal-line.js'
export { type AnswerOutcome, chooseAnswer, interruptTurn } from './launch/answer-agent.js'
export { assembleLoop } from './launch/assemble-loop.js'
export { checkLaunch, checkLoop, lastPhaseOf, type PhaseChoice } from './launch/check-launch.js'
export type { Delivery } from './launch/deliver-message.js'
export { gatherHandOver, type HandOver } from './launch/gather-hand-over.js'
export { giveUpConversation } from './launch/give-up-conversation.js'
export { type HeldLoop, holdLoop, releaseLoop } from './launch/hold-loop.js'
export { type Loop, type LoopSpec, type LoopTiming, type LoopWorld, loopTiming, runLock } from './launch/loop.js'
export { type LoopPaths, loopPaths } from './launch/loop-paths.js'
export { type LoopObservation, observeLoop } from './launch/observe-loop.js'
export { type LogLine, readLog } from './launch/read-log.js'
export { type LoopState, type LoopStatus, readStatus } from './launch/read-status.js'
export { type Recovery, recoverLoop } from './launch/recover-loop.js'
export { restartLoop } from './launch/restart-loop.js'
export { type SentMessage, sendMessage } from './launch/send-message.js'
export { type StartedLoop, startLoop } from './launch/start-loop.js'
export { type StoppedLoop, stopLoop } from './launch/stop-loop.js'
export { terminalSocket } from './launch/terminal-socket.js'
export { type ClaimInput, type ClaimOutcome, claimPhaseItem } from './phase/claim-phase-item.js'
export { type DoneOutcome, declareDone } from './phase/declare-done.js'
export { judgePhase } from './phase/judge-phase.js'
export { lintPhases } from './phase/lint-phases.js'
export type { PhaseWorld } from './phase/phase-world.js'
export { type ReviewInput, type ReviewOutcome, reviewPhaseItem } from './phase/review-phase-item.js'
export {
  describePhase,
  type ItemDetails,
  type PhaseDetails,
  type PhaseSummary,
  summarisePhases,
} from './phase/survey-phases.js'
export { vetoOrLift } from './phase/veto-or-lift.js'
export { findItem, findPhase, readPhasePlan } from './plan/read-phase-plan.js'
export type * from './ports/coordination.js'
export type { Fact, HostFacts, LoopFacts } from './ports/host-facts.js'
export type { FindingFact, PhaseFact, ProtocolFacts } from './ports/protocol-facts.js'
export { type ProtocolSubject, parseSubject } from './protocol/commit-subject.js'
export {
  type BrokenRule,
  type DoneJudgement,
  type DoneRule,
  doneRules,
  type PhaseFacts,
} from './protocol/done-rules.js'
export { decidingReview, judgeDone } from './protocol/judge-done.js'
export { type LintFinding, type LintRule, lintRules } from './protocol/lint-rules.js'
export { type PhaseDocuments, readPhase } from './protocol/phase-documents.js'
export { type DoneReading, readDone } from './protocol/read-done.js'
export { type Finding, findVeto, type Review, readFindings, readReviews } from './protocol/review-document.js'
export { type Claim, readClaims } from './protocol/status-document.js'
export { buildReport, type LoopRecord, type LoopReport, type ReportSources } from './report/build-report.js'
export { renderReport } from './report/render-report.js'
