export { type ApiFailure, classifyError } from './agent-client/classify-error.js'
export { newestKnownVersion } from './agent-client/client-version.js'
export type { ErrorClass } from './agent-client/error-class.js'
export {
  type Acknowledgement,
  findAcknowledgement,
  messageIds,
  messageMark,
} from './agent-client/find-acknowledgement.js'
export {
  emptyHooks,
  type HookFact,
  type HookState,
  hookFact,
  readHookLine,
} from './agent-client/hooks/read-hook-line.js'
export { judgeOwners, type LivingProcess, type Owner, sharedSessions } from './agent-client/judge-owners.js'
export { type LimitText, readLimitText } from './agent-client/limit-text.js'
export { readStatusline, type Statusline, type UsageLimit } from './agent-client/read-statusline.js'
export { parseRegistryRecord, type RegistryRecord, type Turn, turnOf } from './agent-client/registry-record.js'
export { parseResetTime, type ResetContext } from './agent-client/reset-time.js'
export { type Composer, isKnownHint } from './agent-client/screen/find-composer.js'
export type { Dialog } from './agent-client/screen/find-dialog.js'
export type { Mark } from './agent-client/screen/mark.js'
export { type PaneDescription, readScreen, type Screen } from './agent-client/screen/read-screen.js'
export { plainCapture } from './agent-client/screen/styled-line.js'
export { findReplay } from './agent-client/stream/find-replay.js'
export { emptyStream, readStreamLine, type StreamFacts } from './agent-client/stream/read-stream-line.js'
export { failingStreak } from './agent-client/transcript/add-outcome.js'
export { readTranscriptLine } from './agent-client/transcript/read-transcript-line.js'
export { errorOf, limitOf, type TranscriptFact, transcriptFact } from './agent-client/transcript/transcript-fact.js'
export type { Outcome, RecordKind } from './agent-client/transcript/transcript-state.js'
export { emptyTranscript, type TranscriptState } from './agent-client/transcript/transcript-state.js'
export {
  type ModelResponse,
  type ModelTokens,
  readUsage,
  tokensPerModel,
  type Usage,
} from './agent-client/usage/read-usage.js'
export { addTokens, noTokens, sumTokens, type TokenCount, totalTokens } from './agent-client/usage/token-count.js'
