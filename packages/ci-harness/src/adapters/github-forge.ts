import type { ForgeQuestion } from '../forge/forge-failures.js'
import { readPullRequest } from '../forge/read-pull-request.js'
import type { Forge, PullRequest } from '../ports/forge.js'
import { askForge } from './ask-forge.js'
import type { ForgeOptions } from './gitea-forge.js'

/** GitHub, and GitHub Enterprise Server, whose API lies below its own address. */
export class GitHubForge implements Forge {
  readonly #options: ForgeOptions

  constructor(options: ForgeOptions) {
    this.#options = options
  }

  async pullRequest(repository: string, number: number): Promise<PullRequest> {
    const { url, token } = this.#options
    const { request } = await import('@octokit/request') // only a run with --pr pays for loading it
    const [owner = '', repo = ''] = repository.split('/')
    const question: ForgeQuestion = { forgeUrl: url, repository, number, withToken: token !== undefined }
    const { data } = await askForge(
      question,
      (signal) =>
        request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
          owner,
          repo,
          pull_number: number,
          ...apiOf(url),
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
          request: { signal },
        }),
      refusalOf,
    )
    return readPullRequest(data, question)
  }
}

/** Octokit itself knows the API of github.com; that of an Enterprise Server lies below its own address. */
const apiOf = (url: string): { baseUrl?: string } =>
  new URL(url).hostname === 'github.com' ? {} : { baseUrl: `${url}/api/v3` }

/** Octokit gives what never reached a server the status 500 and no response. */
function refusalOf(error: unknown): { status: number; header: (name: string) => string | undefined } | undefined {
  const { response } = error as { response?: { status: number; headers: Record<string, string | number | undefined> } }
  if (response === undefined) return undefined
  return { status: response.status, header: (name) => response.headers[name]?.toString() }
}
