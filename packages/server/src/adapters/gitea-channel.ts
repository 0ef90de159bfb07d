import { isCcCiError } from '@cc-ci/kernel'
import type { Api } from 'gitea-js'
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
import { type CommentAnswer, type CommentQuestion, readComments } from '../forge/read-comments.js'
import type { CommitStatus, ForgeChannel, Reaction } from '../ports/forge-channel.js'
import { isCardFile } from '../report/card-files.js'
import { askForge, type ForgeChannelOptions, ownerAndName, readAnswer, segment, wholeSecond } from './ask-forge.js'

const attachmentAnswer = z.object({
  id: z.number().int(),
  name: z.string(),
  uuid: z.string(),
  size: z.number(),
  browser_download_url: z.string().min(1),
})
const pageSize = 50

type GiteaApi = Api<unknown>
type Asked = Parameters<ForgeChannel['comments']>[1]

/** Gitea and Forgejo. */
export class GiteaChannel implements ForgeChannel {
  readonly #options: ForgeChannelOptions
  #api: Promise<GiteaApi> | undefined

  constructor(options: ForgeChannelOptions) {
    this.#options = options
  }

  async self() {
    return (await this.#read('the account of the token', accountAnswer, (api, p) => api.user.userGetCurrent(p))).login
  }

  comments(repository: string, asked: Asked) {
    return readComments(asked, (question) => this.#commentPage(repository, question))
  }

  async isMember(organisation: string, login: string) {
    const org = segment(organisation, this.#options)
    const name = segment(login, this.#options)
    try {
      await this.#read(`the membership of ${login} in ${organisation}`, memberAnswer, async (api, params) => ({
        data: (await api.orgs.orgIsMember(org, name, params)).status,
      }))
      return true
    } catch (error) {
      if (!isCcCiError(error) || error.code !== 'FORGE_NOT_FOUND') throw error
      // A forge that is down may answer 404 to everything: only one that knows the organisation says “no” (S-08).
      await this.#read(`the organisation ${organisation}`, identifiedAnswer, (api, params) =>
        api.orgs.orgGet(org, params),
      )
      return false
    }
  }

  async head(repository: string, pullRequest: number) {
    const [owner, name] = ownerAndName(repository, this.#options)
    const subject = `pull request ${pullRequest} of ${repository}`
    return headOf(
      await this.#read(subject, pullRequestAnswer, (api, p) =>
        api.repos.repoGetPullRequest(owner, name, pullRequest, p),
      ),
    )
  }

  async commentsOf(repository: string, pullRequest: number, login: string) {
    const [owner, name] = ownerAndName(repository, this.#options)
    const subject = `the comments on pull request ${pullRequest} of ${repository}`
    // Gitea gives all of them at once, oldest first.
    const all = await this.#read(subject, z.array(commentAnswer), (api, params) =>
      api.repos.issueGetComments(owner, name, pullRequest, {}, params),
    )
    return all
      .filter(({ user }) => user?.login.toLowerCase() === login.toLowerCase())
      .map(({ id, body }) => ({ id: `${id}`, body: body ?? '' }))
  }

  async createComment(repository: string, pullRequest: number, body: string) {
    const [owner, name] = ownerAndName(repository, this.#options)
    const subject = `a new comment on pull request ${pullRequest} of ${repository}`
    const { id } = await this.#read(subject, identifiedAnswer, (api, params) =>
      api.repos.issueCreateComment(owner, name, pullRequest, { body }, params),
    )
    return { id: `${id}` }
  }

  async editComment(repository: string, commentId: string, body: string) {
    const [owner, name] = ownerAndName(repository, this.#options)
    const subject = `an edit of comment ${commentId} of ${repository}`
    await this.#read(subject, identifiedAnswer, (api, params) =>
      api.repos.issueEditComment(owner, name, Number(commentId), { body }, params),
    )
    // The edit is done: a card of an earlier run that stays below the comment goes with the next one.
    await this.#removeCardsBut(repository, commentId, body).catch(() => undefined)
  }

  async react(repository: string, commentId: string, reaction: Reaction) {
    const [owner, name] = ownerAndName(repository, this.#options)
    await this.#read(`a reaction to comment ${commentId} of ${repository}`, reactionAnswer, (api, params) =>
      api.repos.issuePostCommentReaction(owner, name, Number(commentId), { content: reaction }, params),
    )
  }

  async setStatus(repository: string, hash: string, { state, context, description, targetUrl }: CommitStatus) {
    const [owner, name] = ownerAndName(repository, this.#options)
    const body = { state, context, description: description.slice(0, 140), target_url: targetUrl }
    await this.#read(`the status of ${hash.slice(0, 8)} of ${repository}`, identifiedAnswer, (api, params) =>
      api.repos.repoCreateStatus(owner, name, segment(hash, this.#options), body, params),
    )
  }

  /** A file of the same name and size that is there already is not attached again. */
  async attach(repository: string, commentId: string, { name: file, bytes }: { name: string; bytes: Uint8Array }) {
    const [owner, name] = ownerAndName(repository, this.#options)
    const subject = `an attachment to comment ${commentId} of ${repository}`
    const id = Number(commentId)
    const there = await this.#attachments(repository, commentId)
    const same = there.find((asset) => asset.name === file && asset.size === bytes.length)
    if (same !== undefined) return same.browser_download_url
    const attachment = new File([new Uint8Array(bytes)], file, { type: 'image/png' })
    const added = await this.#read(subject, attachmentAnswer, (api, params) =>
      api.repos.issueCreateIssueCommentAttachment(owner, name, id, { attachment }, { name: file }, params),
    )
    return added.browser_download_url
  }

  #attachments(repository: string, commentId: string) {
    const [owner, name] = ownerAndName(repository, this.#options)
    const subject = `the attachments of comment ${commentId} of ${repository}`
    return this.#read(subject, z.array(attachmentAnswer), (api, params) =>
      api.repos.issueListIssueCommentAttachments(owner, name, Number(commentId), params),
    )
  }

  /** Readers see what is attached and not shown in the words below them: the cards of earlier runs. */
  async #removeCardsBut(repository: string, commentId: string, body: string): Promise<void> {
    const [owner, name] = ownerAndName(repository, this.#options)
    for (const { id, uuid, name: file } of await this.#attachments(repository, commentId))
      if (isCardFile(file) && !body.includes(uuid))
        await this.#ask(`the removal of ${file}`, (api, params) =>
          api.repos.issueDeleteIssueCommentAttachment(owner, name, Number(commentId), id, params),
        )
  }

  async #commentPage(
    repository: string,
    { since, page, etag }: CommentQuestion,
  ): Promise<CommentAnswer | 'not modified'> {
    const [owner, name] = ownerAndName(repository, this.#options)
    const subject = `the comments of ${repository}`
    const query = { since: wholeSecond(since), page, limit: pageSize }
    const response = await this.#ask(subject, (api, params) =>
      api.repos
        .issueGetRepoComments(owner, name, query, {
          ...params,
          ...(etag !== null && { headers: { 'if-none-match': etag } }),
        })
        .catch((answer: unknown) => {
          if (answer instanceof Response && answer.status === 304) return answer
          throw answer
        }),
    )
    if (response.status === 304) return 'not modified'
    const data = 'data' in response ? response.data : null
    const answers = readAnswer(z.array(commentAnswer), data, { subject, options: this.#options })
    const total = Number(response.headers.get('x-total-count') ?? Number.NaN)
    return {
      comments: answers.map((answer) => datedComment(repository, answer)),
      etag: response.headers.get('etag'),
      goesOn: (before) => answers.length > 0 && !(before + answers.length >= total),
    }
  }

  async #read<Schema extends z.ZodType>(
    subject: string,
    schema: Schema,
    call: (api: GiteaApi, params: { signal: AbortSignal }) => Promise<{ data: unknown }>,
  ): Promise<z.infer<Schema>> {
    const { data } = await this.#ask(subject, call)
    return readAnswer(schema, data, { subject, options: this.#options })
  }

  async #ask<T>(subject: string, call: (api: GiteaApi, params: { signal: AbortSignal }) => Promise<T>): Promise<T> {
    this.#api ??= openApi(this.#options)
    const api = await this.#api
    return askForge(subject, (signal) => call(api, { signal }), { options: this.#options, refusalOf })
  }
}

/** Only what talks to such a forge pays for loading the client, and once: it has a function for everything that Gitea offers. */
async function openApi({ url, token }: ForgeChannelOptions): Promise<GiteaApi> {
  const { giteaApi } = await import('gitea-js')
  return giteaApi(url, token === undefined ? {} : { token })
}

const refusalOf = (error: unknown) =>
  error instanceof Response ? { status: error.status, header: (key: string) => error.headers.get(key) } : undefined
