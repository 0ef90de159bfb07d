import { CcCiError } from '@cc-ci/kernel'

/** What a forge was asked for, to tell of an answer that is none. */
export interface ForgeQuestion {
  readonly forgeUrl: string
  readonly repository: string
  readonly number: number
  readonly withToken: boolean
}

/** What came back instead of a pull request. Header names are lower case. */
export interface ForgeRefusal {
  readonly status: number
  readonly header: (name: string) => string | null | undefined
}

/** The error behind a status code other than 2xx. A forge answers 404 for what a reader may not see, too. */
export function forgeRefused(question: ForgeQuestion, { status, header }: ForgeRefusal): CcCiError {
  const { forgeUrl, repository, number, withToken } = question
  const limited = status === 429 || (status === 403 && header('x-ratelimit-remaining') === '0')
  if (limited || (status === 403 && header('retry-after'))) return rateLimited(question, header)
  if (status === 401 || status === 403) {
    const who = withToken ? 'the token' : 'a reader without token'
    return new CcCiError(
      'FORGE_TOKEN_REFUSED',
      `${forgeUrl} refuses ${who} the pull requests of ${repository} (${status}).`,
      {
        hint: 'Give CC_CI_FORGE_TOKEN, or forge.token of cc-ci.yaml, a token that is valid and may read the repository.',
        exitCode: 2,
      },
    )
  }
  if (status === 404) {
    return new CcCiError('PULL_REQUEST_NOT_FOUND', `${forgeUrl} shows no pull request ${number} of ${repository}.`, {
      hint: withToken
        ? 'Check the number, and that the token may read the repository: a forge hides what it may not show.'
        : 'Check the number. If the repository is private, set CC_CI_FORGE_TOKEN: a forge hides what it may not show.',
      exitCode: 2,
    })
  }
  return forgeUnreachable(question, `it answered ${status}`)
}

function rateLimited({ forgeUrl, withToken }: ForgeQuestion, header: ForgeRefusal['header']): CcCiError {
  const reset = Number(header('x-ratelimit-reset'))
  const after = Number(header('retry-after'))
  const until = reset > 0 ? ` until ${new Date(reset * 1000).toISOString()}` : after > 0 ? ` for ${after} s` : ''
  return new CcCiError(
    'FORGE_RATE_LIMITED',
    `${forgeUrl} answers no more questions${until}: its rate limit is reached.`,
    {
      hint: withToken ? 'Wait, then start again.' : 'Wait, or set CC_CI_FORGE_TOKEN: with a token the limit is higher.',
    },
  )
}

export function forgeUnreachable({ forgeUrl }: ForgeQuestion, why: string, cause?: unknown): CcCiError {
  return new CcCiError('FORGE_UNREACHABLE', `The forge ${forgeUrl} cannot be asked: ${why}.`, {
    hint: 'Nothing was deployed. Look whether the forge is up, check forge.url of cc-ci.yaml, and start again.',
    ...(cause !== undefined && { cause }),
  })
}

export function forgeAnswerInvalid({ forgeUrl, repository, number }: ForgeQuestion, lacks: string): CcCiError {
  return new CcCiError(
    'FORGE_ANSWER_INVALID',
    `${forgeUrl} answered the question for pull request ${number} of ${repository} ${lacks}.`,
    { hint: 'Set forge.kind and forge.url of cc-ci.yaml to what the forge is, and where its API is below /api.' },
  )
}
