import type { ForgeQuestion } from '../forge/forge-failures.js'
import { readPullRequest } from '../forge/read-pull-request.js'
import type { Forge, PullRequest } from '../ports/forge.js'
import { askForge } from './ask-forge.js'

export interface ForgeOptions {
  /** Where the forge is, without a slash at the end. */
  readonly url: string
  readonly token?: string | undefined
}

/** Gitea and Forgejo. */
export class GiteaForge implements Forge {
  readonly #options: ForgeOptions

  constructor(options: ForgeOptions) {
    this.#options = options
  }

  async pullRequest(repository: string, number: number): Promise<PullRequest> {
    const { url, token } = this.#options
    const { giteaApi } = await import('gitea-js') // only a run with --pr pays for loading it
    const api = giteaApi(url, token === undefined ? {} : { token })
    const [owner = '', name = ''] = repository.split('/')
    const question: ForgeQuestion = { forgeUrl: url, repository, number, withToken: token !== undefined }
    const { data } = await askForge(
      question,
      (signal) => api.repos.repoGetPullRequest(owner, name, number, { signal }),
      (error) =>
        error instanceof Response ? { status: error.status, header: (key) => error.headers.get(key) } : undefined,
    )
    return readPullRequest(data, question)
  }
}
