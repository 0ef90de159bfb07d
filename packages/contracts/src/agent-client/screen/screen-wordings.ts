import type { Versioned } from '../client-version.js'

/**
 * What the client draws, by version: measured with 2.1.330, read in the client for the older ones. Each is matched
 * against a whole line at the place where the client draws it, and never anywhere else.
 */

/** Grey text in an empty composer. */
export const composerHints: readonly Versioned[] = [
  { pattern: /^Resend your message to try again$/ },
  { pattern: /^Run \/rewind to go back$/ },
  { pattern: /^Once fixed, resend your message$/ },
  { pattern: /^Press up to edit queued messages$/ },
  { pattern: /^Try ".+"$/ },
]

/** Beside the spinner or below the composer, while a turn runs. */
export const interruptOffers: readonly Versioned[] = [
  { until: '2.1.329', pattern: /\((.* · )?esc to interrupt\b/ },
  { pattern: /(^|· )\s*esc to interrupt( ·|$)/ },
]

/** The spinner: a glyph, a word, and mostly how long it has run. */
export const spinners: readonly Versioned[] = [{ pattern: /^[·✢✳✶✻✽*] \S[^…]*…( \(.*)?$/ }]

/** With the number of the attempt and how many there will be. */
export const retries: readonly Versioned[] = [
  { pattern: /^[·✢✳✶✻✽*] .* · retrying in .* · attempt (\d+)\/(\d+)$/ },
  { until: '2.1.329', pattern: /^ {2}⎿ .*Retrying in \d+ seconds?… \(attempt (\d+)\/(\d+)\)$/ },
]

/** Below the composer, while the client waits for its limit to end and will go on by itself. */
export const armedLimits: readonly Versioned[] = [
  { pattern: /^Continuing automatically at (.+?) · Esc to cancel$/ },
  { pattern: /^(Usage limit reset · )?Continuing (shortly|automatically)\b/ },
]

/** What the client prints instead of an answer. A quoted error reads the same: a reason to look at the transcript. */
export const errorHints: readonly Versioned[] = [
  { pattern: /^● API Error\b/ },
  { pattern: /^● Prompt is too long\b/ },
  { since: '2.0.76', pattern: /^ {2}⎿\s+Context limit reached · / },
  { pattern: /^ {2}⎿\s+(API Error|Prompt is too long)\b/ },
  { pattern: /^ {2}⎿\s+(Invalid API key|OAuth token revoked|Not logged in|Login expired)\b/ },
  { pattern: /^ {2}⎿\s+Credit balance (is )?too low\b/ },
  { pattern: /^ {2}⎿\s+(You've hit your |You're out of |Claude AI usage limit reached|.* limit reached ∙ resets )/ },
  { pattern: /^⚠ Transcript writes are failing\b/ },
]
