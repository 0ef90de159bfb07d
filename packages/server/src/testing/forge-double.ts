import { type HttpBindings, type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { type ApiDescription, answerProblems, type DescribedRequest, requestProblems } from './api-description.js'
import { forgeRoutes } from './forge-routes.js'
import { giteaShapes, githubShapes } from './forge-shapes.js'
import { ForgeState } from './forge-state.js'

export interface ForgeTrouble {
  /** Which questions it befalls; all unless told. */
  readonly on?: (method: string, path: string) => boolean
  /** Answers with this status instead; or not at all; or with what is no JSON; or does what was asked and hangs up. */
  readonly answer: number | 'silence' | 'nonsense' | 'hang-up after doing it'
  readonly headers?: Readonly<Record<string, string>>
}

export interface ForgeDoubleOptions {
  readonly kind: 'gitea' | 'github'
  readonly token: string
  /** Login name of the account that the token belongs to. */
  readonly account: string
  /** Epoch seconds. */
  readonly now: () => number
  /** Every request and every answer is held against it. */
  readonly description?: ApiDescription | undefined
}

export interface AskedRequest {
  readonly method: string
  /** Below the API’s base path, with the query. */
  readonly path: string
  readonly status: number
}

/** A forge on loopback whose repositories, people and comments live in memory. */
export interface ForgeDouble {
  readonly url: string
  readonly state: ForgeState
  readonly requests: readonly AskedRequest[]
  /** Where a request or an answer contradicts the description. */
  readonly problems: readonly string[]
  /** From now on; undefined ends it. */
  trouble(trouble: ForgeTrouble | undefined): void
  /** Refuses connections until `up`, at the same address. */
  down(): Promise<void>
  up(): Promise<void>
}

export async function forgeDouble(
  { kind, token, account, now, description }: ForgeDoubleOptions,
  whenDone: (end: () => Promise<void>) => void,
): Promise<ForgeDouble> {
  const base = kind === 'gitea' ? '/api/v1' : '/api/v3'
  const state = new ForgeState(now)
  const requests: AskedRequest[] = []
  const problems: string[] = []
  let trouble: ForgeTrouble | undefined
  const app = new Hono<{ Bindings: HttpBindings }>()
  const first = await listen(0, app)
  const { port } = first
  let { server } = first
  const url = `http://127.0.0.1:${port}`

  app.use('*', async (c, next) => {
    const asked = await describe(c.req.raw, base)
    const wrong = description === undefined ? [] : requestProblems(description, asked)
    problems.push(...wrong)
    const instead = befalling(trouble, asked)
    if (instead?.answer === 'silence') await never
    const refused = refusal({ wrong, trouble: instead, allowed: c.req.header('authorization') === `Bearer ${token}` })
    if (refused === undefined) await next()
    else c.res = refused
    if (instead?.answer === 'hang-up after doing it') c.env.incoming.socket.destroy()
    requests.push({ method: asked.method, path: asked.path + new URL(c.req.url).search, status: c.res.status })
    const described = description !== undefined && refused === undefined && c.res.status !== 304
    if (described) problems.push(...answerProblems(description, asked, await told(c.res)))
  })
  app.route(base, forgeRoutes({ kind, state, account, shapes: (kind === 'gitea' ? giteaShapes : githubShapes)(url) }))
  const down = (): Promise<void> => close(server)
  whenDone(down)
  return {
    url,
    state,
    requests,
    problems,
    trouble: (next) => {
      trouble = next
    },
    down,
    up: async () => {
      server = (await listen(port, app)).server
    },
  }
}

function befalling(trouble: ForgeTrouble | undefined, { method, path }: DescribedRequest): ForgeTrouble | undefined {
  return (trouble?.on?.(method, path) ?? true) ? trouble : undefined
}

function refusal({
  wrong,
  trouble,
  allowed,
}: {
  wrong: readonly string[]
  trouble: ForgeTrouble | undefined
  allowed: boolean
}): Response | undefined {
  if (wrong.length > 0) return Response.json({ message: wrong.join('\n') }, { status: 422 })
  if (trouble?.answer === 'nonsense') return new Response('<html>Welcome</html>', { headers: html })
  if (typeof trouble?.answer === 'number')
    return Response.json({ message: 'trouble' }, { status: trouble.answer, headers: { ...trouble.headers } })
  return allowed ? undefined : Response.json({ message: 'token is required' }, { status: 401 })
}

const never = new Promise<never>(() => undefined)
const html = { 'content-type': 'text/html' }

function listen(port: number, app: Hono<{ Bindings: HttpBindings }>): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info) =>
      resolve({ server, port: info.port }),
    )
  })
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}

async function describe(request: Request, base: string): Promise<DescribedRequest> {
  const { pathname, searchParams: query } = new URL(request.url)
  return { method: request.method, path: pathname.slice(base.length), query, ...(await contentOf(request)) }
}

async function contentOf(request: Request): Promise<Pick<DescribedRequest, 'body' | 'form'>> {
  const type = request.headers.get('content-type') ?? ''
  if (request.body === null) return { body: undefined, form: undefined }
  const copy = request.clone()
  if (type.startsWith('multipart/')) return { body: undefined, form: [...(await copy.formData()).keys()] }
  const text = await copy.text()
  return { body: text === '' ? undefined : JSON.parse(text), form: undefined }
}

async function told(response: Response): Promise<{ status: number; body: unknown }> {
  const text = await response.clone().text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}
