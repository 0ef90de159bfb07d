import { createHash } from 'node:crypto'

export interface StoredAsset {
  readonly id: number
  readonly name: string
  readonly bytes: Uint8Array
  readonly uuid: string
}

export interface StoredComment {
  readonly id: number
  readonly repository: string
  readonly number: number
  readonly onPullRequest: boolean
  readonly author: string
  body: string
  /** Epoch seconds. */
  readonly createdAt: number
  updatedAt: number
  readonly reactions: { readonly login: string; readonly content: string }[]
  assets: StoredAsset[]
}

export interface StoredPullRequest {
  state: 'open' | 'closed' | 'merged'
  hash: string
}

export interface StoredStatus {
  readonly hash: string
  readonly state: string
  readonly context: string
  readonly description: string
  readonly target_url: string
}

/** What a forge keeps, in memory. A test writes and reads it like its people do by the web page. */
export class ForgeState {
  readonly comments: StoredComment[] = []
  readonly statuses: (StoredStatus & { readonly repository: string })[] = []
  /** Members of each organisation, and which of them show it. */
  readonly organisations = new Map<string, { readonly members: Set<string>; readonly shown: Set<string> }>()
  readonly #pullRequests = new Map<string, StoredPullRequest>()
  readonly #now: () => number
  #id = 1000

  /** `now`: epoch seconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  now(): number {
    return this.#now()
  }

  nextId(): number {
    this.#id += 1
    return this.#id
  }

  putPullRequest(repository: string, number: number, pullRequest: Partial<StoredPullRequest> = {}): void {
    this.#pullRequests.set(`${repository}#${number}`, { state: 'open', hash: 'a'.repeat(40), ...pullRequest })
  }

  pullRequest(repository: string, number: number): StoredPullRequest | undefined {
    return this.#pullRequests.get(`${repository}#${number}`)
  }

  hasRepository(repository: string): boolean {
    return [...this.#pullRequests.keys()].some((key) => key.startsWith(`${repository}#`))
  }

  /** Somebody writes a comment; on an issue where no pull request has the number. */
  say(repository: string, number: number, { author, body, at }: { author: string; body: string; at?: number }) {
    const createdAt = at ?? this.#now()
    const comment: StoredComment = {
      id: this.nextId(),
      repository,
      number,
      onPullRequest: this.pullRequest(repository, number) !== undefined,
      author,
      body,
      createdAt,
      updatedAt: createdAt,
      reactions: [],
      assets: [],
    }
    this.comments.push(comment)
    return comment
  }

  comment(repository: string, id: number): StoredComment | undefined {
    return this.comments.find((comment) => comment.id === id && comment.repository === repository)
  }

  attach(comment: StoredComment, name: string, bytes: Uint8Array): StoredAsset {
    const id = this.nextId()
    const asset = { id, name, bytes, uuid: createHash('sha256').update(`${id}`).digest('hex').slice(0, 32) }
    comment.assets.push(asset)
    comment.updatedAt = this.#now()
    return asset
  }
}
