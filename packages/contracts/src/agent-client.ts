export type { ErrorClass } from './agent-client/error-class.js'
export { type Acknowledgement, findAcknowledgement, messageMark } from './agent-client/find-acknowledgement.js'
export { readStatusline, type Statusline, type UsageLimit } from './agent-client/read-statusline.js'
export { findReplay, readStreamState, type StreamState } from './agent-client/read-stream.js'
export { parseRegistryRecord, type RegistryRecord, type Turn, turnOf } from './agent-client/registry-record.js'
export { type Composer, type Dialog, readScreen, type Screen } from './agent-client/screen/read-screen.js'
export {
  type ModelResponse,
  type ModelTokens,
  readUsage,
  tokensPerModel,
  type Usage,
} from './agent-client/usage/read-usage.js'
export { addTokens, noTokens, sumTokens, type TokenCount, totalTokens } from './agent-client/usage/token-count.js'
