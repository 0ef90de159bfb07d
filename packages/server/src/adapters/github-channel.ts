import { isCcCiError } from '@cc-ci/kernel'
import { z } from 'zod'
import {
  accountAnswer,
  commentAnswer,
  datedComment,
  headOf,
  identifiedAnswer,
  memberAnswer,
  pullRequestAnswer,
  reactionAnswer,
} from '../forge/forge-answers.js'
import type { ForgeRefusal } from '../forge/forge-failures.js'
import { type CommentAnswer, type CommentQuestion, readComments } from '../forge/read-comments.js'
import type { CommitStatus, ForgeChannel, Reaction } from '../ports/forge-channel.js'
import { askForge, type ForgeChannelOptions, ownerAndName, readAnswer, segment, wholeSecond } from './ask-forge.js'

const pageSize = 100

type Asked = Parameters<ForgeChannel['comments']>[1]

interface GitHubAnswer {
  readonly status: number
  readonly data: unknown
  readonly headers: Readonly<Record<string, string | number | undefined>>
}

interface Extras {
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** GitHub, and GitHub Enterprise Server, whose API lies below its own address. */
export class GitHubChannel implements ForgeChannel {
  readonly #options: ForgeChannelOptions

  constructor(options: ForgeChannelOptions) {
    this.#options = options
  }

  async self() {
    return (await this.#read('the account of the token', accountAnswer, 'GET /user')).login
  }

  comments(repository: string, asked: Asked) {
    return readComments(asked, (question) => this.#commentPage(repository, question))
  }

  async isMember(organisation: string, login: string) {
    const org = `/orgs/${segment(organisation, this.#options)}`
    const path = `${org}/members/${segment(login, this.#options)}`
    try {
      const subject = `the membership of ${login} in ${organisation}`
      const { status } = await this.#ask(subject, `GET ${path}`)
      readAnswer(memberAnswer, status, { subject, options: this.#options })
      return true
    } catch (error) {
      if (!isCcCiError(error) || error.code !== 'FORGE_NOT_FOUND') throw error
      // A forge that is down may answer 404 to everything: only one that knows the organisation says “no” (S-08).
      await this.#read(`the organisation ${organisation}`, identifiedAnswer, `GET ${org}`)
      return false
    }
  }

  async head(repository: string, pullRequest: number) {
    const route = `GET ${this.#path(repository)}/pulls/${pullRequest}`
    return headOf(await this.#read(`pull request ${pullRequest} of ${repository}`, pullRequestAnswer, route))
  }

  async commentsOf(repository: string, pullRequest: number, login: string) {
    const subject = `the comments on pull request ${pullRequest} of ${repository}`
    const all: z.infer<typeof commentAnswer>[] = []
    for (let page = 1, goesOn = true; goesOn; page += 1) {
      const query = `?per_page=${pageSize}&page=${page}`
      const answer = await this.#ask(subject, `GET ${this.#path(repository)}/issues/${pullRequest}/comments${query}`)
      all.push(...readAnswer(z.array(commentAnswer), answer.data, { subject, options: this.#options }))
      goesOn = hasNext(answer)
    }
    return all
      .filter(({ user }) => user?.login.toLowerCase() === login.toLowerCase())
      .map(({ id, body }) => ({ id: `${id}`, body: body ?? '' }))
  }

  async createComment(repository: string, pullRequest: number, body: string) {
    const subject = `a new comment on pull request ${pullRequest} of ${repository}`
    const route = `POST ${this.#path(repository)}/issues/${pullRequest}/comments`
    return { id: `${(await this.#read(subject, identifiedAnswer, route, { body: { body } })).id}` }
  }

  async editComment(repository: string, commentId: string, body: string) {
    const route = `PATCH ${this.#comment(repository, commentId)}`
    await this.#read(`an edit of comment ${commentId} of ${repository}`, identifiedAnswer, route, { body: { body } })
  }

  async react(repository: string, commentId: string, reaction: Reaction) {
    const route = `POST ${this.#comment(repository, commentId)}/reactions`
    await this.#read(`a reaction to comment ${commentId} of ${repository}`, reactionAnswer, route, {
      body: { content: reaction },
    })
  }

  async setStatus(repository: string, hash: string, { state, context, description, targetUrl }: CommitStatus) {
    const body = { state, context, description: description.slice(0, 140), target_url: targetUrl }
    const route = `POST ${this.#path(repository)}/statuses/${segment(hash, this.#options)}`
    await this.#read(`the status of ${hash.slice(0, 8)} of ${repository}`, identifiedAnswer, route, { body })
  }

  /** GitHub takes files from people only. */
  async attach() {
    return null
  }

  async #commentPage(
    repository: string,
    { since, page, etag }: CommentQuestion,
  ): Promise<CommentAnswer | 'not modified'> {
    const subject = `the comments of ${repository}`
    const query = new URLSearchParams({
      since: wholeSecond(since),
      // By the time of their making: an edit between two pages moves none to another page.
      sort: 'created',
      direction: 'asc',
      per_page: `${pageSize}`,
      page: `${page}`,
    })
    const headers = etag === null ? {} : { 'if-none-match': etag }
    const answer = await this.#ask(subject, `GET ${this.#path(repository)}/issues/comments?${query}`, { headers })
    if (answer.status === 304) return 'not modified'
    const answers = readAnswer(z.array(commentAnswer), answer.data, { subject, options: this.#options })
    return {
      comments: answers.map((one) => datedComment(repository, one)),
      etag: answer.headers.etag?.toString() ?? null,
      goesOn: () => hasNext(answer),
    }
  }

  #path(repository: string): string {
    return `/repos/${ownerAndName(repository, this.#options).join('/')}`
  }

  #comment(repository: string, commentId: string): string {
    return `${this.#path(repository)}/issues/comments/${segment(commentId, this.#options)}`
  }

  async #read<Schema extends z.ZodType>(
    subject: string,
    schema: Schema,
    route: string,
    extras?: Extras,
  ): Promise<z.infer<Schema>> {
    const { data } = await this.#ask(subject, route, extras)
    return readAnswer(schema, data, { subject, options: this.#options })
  }

  async #ask(subject: string, route: string, { body = {}, headers = {} }: Extras = {}): Promise<GitHubAnswer> {
    const { url, token } = this.#options
    const { request } = await import('@octokit/request') // only what talks to such a forge pays for loading it
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
    return askForge(
      subject,
      (signal) =>
        request(route, {
          ...body,
          ...apiOf(url),
          headers: { ...headers, ...authorization },
          request: { signal },
        }).catch((error: unknown) => {
          const { response } = error as { response?: GitHubAnswer }
          if (response?.status === 304) return response
          throw error
        }),
      { options: this.#options, refusalOf },
    )
  }
}

/** Octokit itself knows the API of github.com; that of an Enterprise Server lies below its own address. */
const apiOf = (url: string): { baseUrl?: string } =>
  new URL(url).hostname === 'github.com' ? {} : { baseUrl: `${url}/api/v3` }

const hasNext = ({ headers }: GitHubAnswer): boolean => /\brel="?next\b/.test(`${headers.link ?? ''}`)

/** Octokit gives what never reached a server the status 500 and no response. */
function refusalOf(error: unknown): ForgeRefusal | undefined {
  const { response } = error as { response?: GitHubAnswer }
  if (response === undefined) return undefined
  return { status: response.status, header: (name) => response.headers[name]?.toString() }
}
