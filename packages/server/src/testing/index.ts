export type { ApiDescription } from './api-description.js'
export { exampleOrder, exampleRun, pullRequest } from './example-orders.js'
export {
  type AskedRequest,
  type ForgeDouble,
  type ForgeDoubleOptions,
  type ForgeTrouble,
  forgeDouble,
} from './forge-double.js'
export { ForgeState, type StoredAsset, type StoredComment, type StoredStatus } from './forge-state.js'
export { PlayedRunner } from './played-runner.js'
export { drawWebhook, headersOf, type SignedWebhook, sendWebhook, type WebhookPlan } from './send-webhook.js'
