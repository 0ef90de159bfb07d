import { CcCiError } from '@cc-ci/kernel'

/** What a forge was asked for, to tell of an answer that is none. */
export interface ForgeQuestion {
  /** Address of the forge, without credentials. */
  readonly forgeUrl: string
  /** What was asked, such as `the comments of org/wiki`. */
  readonly subject: string
  readonly withToken: boolean
}

/** What came back instead of an answer. Header names are lower case. */
export interface ForgeRefusal {
  readonly status: number
  readonly header: (name: string) => string | null | undefined
}

/** The error behind a status code other than 2xx. A forge answers 404 for what a reader may not see, too. */
export function forgeRefused(question: ForgeQuestion, { status, header }: ForgeRefusal): CcCiError {
  const { forgeUrl, subject, withToken } = question
  const limited = status === 429 || (status === 403 && header('x-ratelimit-remaining') === '0')
  if (limited || (status === 403 && header('retry-after'))) return rateLimited(question, header)
  if (status === 401 || status === 403) {
    const who = withToken ? 'the token' : 'a reader without token'
    return new CcCiError('FORGE_TOKEN_REFUSED', `${forgeUrl} refuses ${who} ${subject} (${status}).`, {
      hint: 'Give the server a token that is valid and may read and write comments and commit statuses.',
      exitCode: 2,
    })
  }
  if (status === 404 || status === 410) {
    return new CcCiError('FORGE_NOT_FOUND', `${forgeUrl} shows nothing for ${subject} (${status}).`, {
      hint: 'Check the name, and that the token may see it: a forge hides what it may not show. It is asked again later.',
    })
  }
  if (status < 500) return forgeAnswerInvalid(question, `with ${status}`)
  return forgeUnreachable(question, `it answered ${status}`)
}

function rateLimited({ forgeUrl, withToken }: ForgeQuestion, header: ForgeRefusal['header']): CcCiError {
  const reset = Number(header('x-ratelimit-reset'))
  const after = Number(header('retry-after'))
  const wait = after > 0 ? { seconds: after } : reset > 0 ? { until: reset } : {}
  const until = wait.until ? ` until ${new Date(wait.until * 1000).toISOString()}` : ''
  return new CcCiError(
    'FORGE_RATE_LIMITED',
    `${forgeUrl} answers no more questions${wait.seconds ? ` for ${wait.seconds} s` : until}: its rate limit is reached.`,
    {
      hint: withToken ? 'It is asked again later.' : 'Set a token: with one the limit is higher.',
      cause: wait satisfies RateLimitWait,
    },
  )
}

/** How long a forge wants to be left alone: seconds from its answer, or an epoch second; neither when it does not say. */
interface RateLimitWait {
  readonly seconds?: number
  readonly until?: number
}

/** The epoch second at which a forge may be asked again after FORGE_RATE_LIMITED; undefined when it did not say. */
export function rateLimitEnd({ cause }: { readonly cause?: unknown }, now: number): number | undefined {
  const { seconds, until } = (cause ?? {}) as RateLimitWait
  return seconds === undefined ? until : now + seconds
}

export function forgeUnreachable({ forgeUrl, subject }: ForgeQuestion, why: string): CcCiError {
  return new CcCiError('FORGE_UNREACHABLE', `The forge ${forgeUrl} cannot be asked for ${subject}: ${why}.`, {
    hint: 'Look whether the forge is up, and check its address. It is asked again later.',
  })
}

export function forgeAnswerInvalid({ forgeUrl, subject }: ForgeQuestion, how: string): CcCiError {
  return new CcCiError('FORGE_ANSWER_INVALID', `${forgeUrl} answered ${how} when asked for ${subject}.`, {
    hint: 'Check kind and address of the forge, and what its log says about the question.',
  })
}
