import type { AfterLimit, LimitStep } from '../script/steps.js'
import type { ApiError } from './api-errors.js'

/** A usage limit that was hit. `resetsAt` is in epoch seconds, like everywhere in the client's records. */
export interface UsageLimit {
  readonly window: LimitStep['window']
  readonly resetsAt: number
}

/** A limit, and what the client does about it. */
export interface HitLimit {
  readonly limit: UsageLimit
  readonly after: AfterLimit
}

const windowNames = { five_hour: '5-hour', seven_day: 'weekly' } as const
const dayMs = 86_400_000

/** `2:13am`, with the date before it when that is another day; in this process's time zone. */
export function resetTime(limit: UsageLimit, now: Date): string {
  const date = new Date(limit.resetsAt * 1000)
  const minutes = date.getMinutes() === 0 ? '' : `:${String(date.getMinutes()).padStart(2, '0')}`
  const time = `${date.getHours() % 12 || 12}${minutes}${date.getHours() < 12 ? 'am' : 'pm'}`
  const near = date.getTime() - now.getTime() < dayMs && date.getDate() === now.getDate()
  return near ? time : `${date.toLocaleString('en-US', { month: 'short', day: 'numeric' })}, ${time}`
}

/** What the client says of a limit, as the error that ends the turn. */
export function limitError(limit: UsageLimit, now: Date): ApiError {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return {
    status: 429,
    type: 'rate_limit_error',
    error: 'rate_limit',
    apiError: 'usage_limit_reached',
    text: `You've hit your ${windowNames[limit.window]} limit · resets ${resetTime(limit, now)} (${zone})`,
    mark: '⎿',
  }
}

/** The quota as records and the JSON stream carry it. */
export function rateLimitInfo({ window, resetsAt }: UsageLimit) {
  return {
    status: 'rejected',
    resetsAt,
    rateLimitType: window,
    overageStatus: 'rejected',
    overageDisabledReason: 'org_level_disabled',
    isUsingOverage: false,
  }
}
