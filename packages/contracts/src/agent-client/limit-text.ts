import { type Versioned, wordingsOf } from './client-version.js'

/** A usage limit as the client words it. */
export interface LimitText {
  /** The client's own name of the window, such as `five_hour`; `unknown` for one that it does not name. */
  readonly kind: string
  /** When it ends, as it says so: a time of day, mostly with a date or a zone, or epoch seconds. */
  readonly resets: string | undefined
}

/** Whole texts; the first group names the window, the second says when it ends. */
const wordings: readonly Versioned[] = [
  { until: '1.0.127', pattern: /^(Claude AI usage) limit reached(?:\|(\d{9,13}))?/ },
  { until: '1.0.127', pattern: /^(Claude usage) limit reached\. Your limit will reset at (.+?)\.?$/ },
  { since: '1.0.25', until: '2.0.75', pattern: /^(Session|5-hour|Weekly|Opus weekly) limit reached ∙ resets (.+)$/ },
  { since: '2.0.76', pattern: /^You've hit your (.+?) limit(?: · resets (.+))?$/ },
  { since: '2.0.76', pattern: /^You're out of (extra usage|usage credits)(?: · resets (.+))?/ },
  { since: '2.0.76', pattern: /^(?:You've hit your )?(monthly spend) limit(?: · resets (.+))?/ },
]

const windows: readonly (readonly [RegExp, string])[] = [
  [/opus/i, 'seven_day_opus'],
  [/sonnet/i, 'seven_day_sonnet'],
  [/weekly/i, 'seven_day'],
  [/5-hour|session/i, 'five_hour'],
  [/monthly spend/i, 'monthly_spend'],
  [/usage credits/i, 'usage_credits'],
  [/extra usage/i, 'extra_usage'],
]

/** Undefined for every other text, also for one that only contains such words. */
export function readLimitText(text: string, version?: string): LimitText | undefined {
  const line = text.trim()
  const [match] = wordingsOf(wordings, version).flatMap((pattern) => {
    const groups = pattern.exec(line)
    return groups === null ? [] : [groups]
  })
  if (match === undefined) return undefined
  const [, name = '', resets] = match
  return { kind: windows.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown', resets }
}
