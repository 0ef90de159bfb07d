import { CcCiError } from '@cc-ci/kernel'
import { parseRepositoryUrl, type RepositoryAddress } from './repository-address.js'

/** Which pull request somebody named; without an address it is one of the recipe's own repository. */
export interface NamedPullRequest {
  readonly number: number
  readonly address: RepositoryAddress | undefined
}

/** Gitea and Forgejo write `pulls`, GitHub `pull`; what follows is a tab of the page, such as `/files`. */
const page = /^(https?:\/\/.+)\/pulls?\/(\d+)(?:[/?#].*)?$/i

/** Reads a number or the address of a pull request’s page. Throws PULL_REQUEST_INVALID. */
export function parsePullRequest(text: string): NamedPullRequest {
  const plain = /^#?([1-9]\d*)$/.exec(text)
  if (plain !== null) return { number: checkedNumber(Number(plain[1]), text), address: undefined }
  const [, repository = '', number = ''] = page.exec(text) ?? []
  const address = parseRepositoryUrl(repository)
  if (address === undefined) throw invalid(text)
  return { number: checkedNumber(Number(number), text), address }
}

function checkedNumber(number: number, text: string): number {
  if (number > 0 && Number.isSafeInteger(number)) return number
  throw invalid(text)
}

function invalid(text: string): CcCiError {
  return new CcCiError('PULL_REQUEST_INVALID', `“${text}” is neither the number nor the address of a pull request.`, {
    hint: 'Write --pr=42, --pr=https://git.example.org/org/recipe/pulls/42, or --pr alone in a CI pipeline.',
    exitCode: 2,
  })
}
