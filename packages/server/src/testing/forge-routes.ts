import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { ForgeShapes } from './forge-shapes.js'
import type { ForgeState, StoredComment, StoredStatus } from './forge-state.js'

export interface ForgeRouteOptions {
  readonly kind: 'gitea' | 'github'
  readonly state: ForgeState
  readonly shapes: ForgeShapes
  /** Login name of the account that the token belongs to. */
  readonly account: string
}

const reactions = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes']
const states = ['pending', 'success', 'error', 'failure']

/** The API of a forge as far as the server uses it: Gitea’s follows GitHub’s. */
export function forgeRoutes({ kind, state, shapes, account }: ForgeRouteOptions): Hono {
  const app = new Hono()
  const repositoryOf = (c: Context): string => `${c.req.param('owner')}/${c.req.param('repo')}`
  const none = (c: Context) => c.json({ message: 'Not Found' }, 404)
  const drawn = (comment: StoredComment): object => shapes.comment(comment, state)
  const commentOf = (c: Context): StoredComment | undefined => state.comment(repositoryOf(c), Number(c.req.param('id')))

  app.get('/user', (c) => c.json(shapes.user(account)))
  app.get('/orgs/:org', (c) =>
    state.organisations.has(c.req.param('org')) ? c.json(shapes.organisation(c.req.param('org'))) : none(c),
  )
  app.get('/orgs/:org/members/:login', (c) => {
    const { org, login } = c.req.param()
    const members = state.organisations.get(org)?.members
    if (members === undefined) return none(c)
    const shown = c.req.path.replace('/members/', '/public_members/')
    if (!members.has(account)) return c.redirect(shown, kind === 'gitea' ? 303 : 302)
    return members.has(login) ? c.body(null, 204) : none(c)
  })
  app.get('/orgs/:org/public_members/:login', (c) =>
    state.organisations.get(c.req.param('org'))?.shown.has(c.req.param('login')) ? c.body(null, 204) : none(c),
  )
  app.get('/repos/:owner/:repo/pulls/:index', (c) => {
    const number = Number(c.req.param('index'))
    const found = state.pullRequest(repositoryOf(c), number)
    return found === undefined ? none(c) : c.json(shapes.pullRequest(repositoryOf(c), number, found))
  })
  app.get('/repos/:owner/:repo/issues/comments', (c) => {
    const repository = repositoryOf(c)
    if (!state.hasRepository(repository)) return none(c)
    const since = Date.parse(c.req.query('since') ?? '1970-01-01') / 1000
    const all = state.comments.filter((one) => one.repository === repository && one.updatedAt >= since)
    return paged(c, { all: all.sort((one, other) => one.createdAt - other.createdAt).map(drawn), kind })
  })
  app.get('/repos/:owner/:repo/issues/:index/comments', (c) => {
    const number = Number(c.req.param('index'))
    const repository = repositoryOf(c)
    if (state.pullRequest(repository, number) === undefined) return none(c)
    const all = state.comments.filter((one) => one.repository === repository && one.number === number).map(drawn)
    return kind === 'gitea' ? c.json(all) : paged(c, { all, kind })
  })
  app.post('/repos/:owner/:repo/issues/:index/comments', async (c) => {
    const number = Number(c.req.param('index'))
    if (state.pullRequest(repositoryOf(c), number) === undefined) return none(c)
    const { body } = await c.req.json<{ body: string }>()
    return c.json(drawn(state.say(repositoryOf(c), number, { author: account, body })), 201)
  })
  app.patch('/repos/:owner/:repo/issues/comments/:id', async (c) => {
    const comment = commentOf(c)
    if (comment === undefined) return none(c)
    if (comment.author !== account) return c.json({ message: 'Forbidden' }, 403)
    comment.body = (await c.req.json<{ body: string }>()).body
    comment.updatedAt = state.now()
    return c.json(drawn(comment))
  })
  app.post('/repos/:owner/:repo/issues/comments/:id/reactions', async (c) => {
    const comment = commentOf(c)
    if (comment === undefined) return none(c)
    const { content } = await c.req.json<{ content: string }>()
    if (!reactions.includes(content)) return c.json({ message: 'not an allowed reaction' }, 403)
    const known = comment.reactions.some((one) => one.login === account && one.content === content)
    if (!known) comment.reactions.push({ login: account, content })
    return c.json(shapes.reaction(account, content), known ? 200 : 201)
  })
  app.post('/repos/:owner/:repo/statuses/:sha', async (c) => {
    if (!state.hasRepository(repositoryOf(c))) return none(c)
    const status = await c.req.json<Omit<StoredStatus, 'hash'>>()
    if (!states.includes(status.state) || status.description.length > 140) return c.json({ message: 'invalid' }, 422)
    const stored = { ...status, hash: c.req.param('sha'), repository: repositoryOf(c) }
    state.statuses.push(stored)
    return c.json(shapes.status(stored, account), 201)
  })
  if (kind === 'gitea') attachmentRoutes(app, { state, shapes, commentOf })
  return app
}

function attachmentRoutes(
  app: Hono,
  {
    state,
    shapes,
    commentOf,
  }: Pick<ForgeRouteOptions, 'state' | 'shapes'> & { commentOf: (c: Context) => StoredComment | undefined },
): void {
  const path = '/repos/:owner/:repo/issues/comments/:id/assets'
  const none = (c: Context) => c.json({ message: 'Not Found' }, 404)
  app.get(path, (c) => {
    const comment = commentOf(c)
    return comment === undefined ? none(c) : c.json(comment.assets.map((asset) => shapes.asset(asset)))
  })
  app.post(path, async (c) => {
    const comment = commentOf(c)
    const file = (await c.req.parseBody()).attachment
    if (comment === undefined) return none(c)
    if (!(file instanceof File)) return c.json({ message: 'no file' }, 400)
    const bytes = new Uint8Array(await file.arrayBuffer())
    return c.json(shapes.asset(state.attach(comment, c.req.query('name') ?? file.name, bytes)), 201)
  })
  app.delete(`${path}/:asset`, (c) => {
    const comment = commentOf(c)
    if (comment === undefined) return none(c)
    comment.assets = comment.assets.filter(({ id }) => id !== Number(c.req.param('asset')))
    return c.body(null, 204)
  })
}

/** One page, as each kind of forge tells that there are more; unchanged, it costs the asker nothing. */
function paged(c: Context, { all, kind }: { all: readonly object[]; kind: 'gitea' | 'github' }) {
  const page = Number(c.req.query('page') ?? 1)
  const size = Math.min(Number(c.req.query(kind === 'gitea' ? 'limit' : 'per_page') ?? 30), kind === 'gitea' ? 50 : 100)
  const shown = all.slice((page - 1) * size, page * size)
  const etag = `"${createHash('sha256').update(JSON.stringify(shown)).digest('hex')}"`
  if (c.req.header('if-none-match') === etag) return c.body(null, 304)
  c.header('etag', etag)
  if (kind === 'gitea') c.header('x-total-count', `${all.length}`)
  else if (page * size < all.length)
    c.header('link', `<${c.req.url.replace(/([?&])page=\d+/, `$1page=${page + 1}`)}>; rel="next"`)
  return c.json(shown)
}
