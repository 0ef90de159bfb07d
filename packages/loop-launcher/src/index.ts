export type { LoopSettings, ProtocolSettings } from '@cc-ci/contracts/loop-settings'
