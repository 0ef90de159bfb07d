import { execFileSync } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type GitRepository, gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import type { PullRequest } from '../src/ports/forge.js'
import { giteaAnswer, githubAnswer } from './forge-answers.js'
import { serveGit } from './serve-git.js'

/** A forge on loopback: the API of Gitea or GitHub as far as we use it, and its repositories by git over HTTP. */
export interface ForgeBed {
  readonly url: string
  /** What clients asked for: method, path, and whether the token came along. */
  readonly requests: readonly { readonly path: string; readonly withToken: boolean }[]
  repository(name: string): Promise<GitRepository>
  put(pullRequest: PullRequest): void
  trouble(answer: { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | undefined): void
  /** Instead of JSON, whatever is no answer of a forge. */
  answerWith(text: string | undefined): void
}

export interface ForgeBedOptions {
  readonly kind: 'gitea' | 'github'
  /** With one, everything is private: without it the forge shows nothing, and git gets 401. */
  readonly token?: string
}

export async function forgeBed(
  { kind, token }: ForgeBedOptions,
  whenDone: (end: () => void) => void,
): Promise<ForgeBed> {
  const root = temporaryFolder(whenDone)
  const pullRequests = new Map<string, PullRequest>()
  const requests: { path: string; withToken: boolean }[] = []
  let trouble: { status: number; headers?: Readonly<Record<string, string>> } | undefined
  let text: string | undefined

  const answerApi = (path: string, allowed: boolean, response: ServerResponse): void => {
    const found = allowed ? pullRequests.get(path) : undefined
    if (trouble !== undefined) send(response, trouble.status, { message: 'trouble' }, trouble.headers)
    else if (text !== undefined) response.writeHead(200, { 'content-type': 'text/html' }).end(text)
    else if (found === undefined) send(response, 404, { message: 'not found' })
    else send(response, 200, (kind === 'gitea' ? giteaAnswer : githubAnswer)(found))
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://forge')
    const allowed = token === undefined || isAuthorised(request, token)
    requests.push({ path: pathname, withToken: request.headers.authorization !== undefined })
    const prefix = kind === 'gitea' ? '/api/v1/repos/' : '/api/v3/repos/'
    if (pathname.startsWith(prefix)) answerApi(pathname.slice(prefix.length), allowed, response)
    else if (allowed) serveGit(root, request, response)
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="forge"' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  whenDone(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async repository(name) {
      const repository = await gitRepository(join(root, `${name}.git`))
      // Forges let a commit be fetched that no ref has any more.
      execFileSync('git', ['-C', repository.folder, 'config', 'uploadpack.allowAnySHA1InWant', 'true'])
      return repository
    },
    put: (pullRequest) =>
      void pullRequests.set(`${pullRequest.base.repository}/pulls/${pullRequest.number}`, pullRequest),
    trouble: (answer) => {
      trouble = answer
    },
    answerWith: (page) => {
      text = page
    },
  }
}

/** The clients send the token itself, git sends it as a password. */
function isAuthorised({ headers }: IncomingMessage, token: string): boolean {
  const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ')
  if (/^basic$/i.test(scheme)) return Buffer.from(value, 'base64').toString().endsWith(`:${token}`)
  return value === token
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
