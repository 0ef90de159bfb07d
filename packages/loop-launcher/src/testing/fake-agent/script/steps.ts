/** One thing that the fake agent does in a turn. Seconds are those of the script, before the speed factor. */
export type Step =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'tool'; readonly seconds: number; readonly command: string }
  | { readonly kind: 'run'; readonly command: string }
  | { readonly kind: 'background'; readonly seconds: number }
  | { readonly kind: 'permission'; readonly command: string }
  | { readonly kind: 'error'; readonly name: string }
  | { readonly kind: 'subagent-error'; readonly name: string }
  | { readonly kind: 'limit'; readonly limit: LimitStep }
  | { readonly kind: 'retry'; readonly cause: RetryCause; readonly times: number }
  | { readonly kind: 'usage'; readonly percent: number }
  | { readonly kind: 'context'; readonly percent: number }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly [Kind in SimpleStep]: { readonly kind: Kind } }[SimpleStep]

/** Steps that need no more words. */
export const simpleSteps = [
  'hang spinner',
  'freeze',
  'segv',
  'fill-disk',
  'ignore-term',
  'spin-cpu',
  'quote-errors',
  'wrap-up',
] as const
export type SimpleStep = (typeof simpleSteps)[number]

export const retryCauses = ['529', 'econnreset', '401'] as const
export type RetryCause = (typeof retryCauses)[number]

/**
 * What happens when the limit's time comes: it continues by itself, it promised to and does not, it never promised, or
 * a menu has asked.
 */
export type AfterLimit = 'auto' | 'missed' | 'stop' | 'menu'

export interface LimitStep {
  readonly window: 'five_hour' | 'seven_day'
  readonly seconds: number
  readonly after: AfterLimit
}
