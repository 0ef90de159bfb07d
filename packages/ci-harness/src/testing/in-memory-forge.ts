import { forgeRefused } from '../forge/forge-failures.js'
import type { Forge, PullRequest } from '../ports/forge.js'

/** A forge that knows the pull requests it is told of. */
export class InMemoryForge implements Forge {
  readonly #url: string
  readonly #pullRequests = new Map<string, PullRequest>()
  /** A status to answer everything with, as a forge in trouble does. */
  refuseWith: { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | undefined

  constructor(url = 'https://git.example.org') {
    this.#url = url
  }

  /** Adds one, or replaces it as a push does. */
  put(pullRequest: PullRequest): void {
    this.#pullRequests.set(keyOf(pullRequest.base.repository, pullRequest.number), pullRequest)
  }

  async pullRequest(repository: string, number: number): Promise<PullRequest> {
    const question = { forgeUrl: this.#url, repository, number, withToken: false }
    const { status = 404, headers = {} } = this.refuseWith ?? {}
    const found = this.refuseWith === undefined ? this.#pullRequests.get(keyOf(repository, number)) : undefined
    if (found === undefined) throw forgeRefused(question, { status, header: (name) => headers[name] })
    return found
  }
}

const keyOf = (repository: string, number: number): string => `${repository.toLowerCase()}#${number}`
