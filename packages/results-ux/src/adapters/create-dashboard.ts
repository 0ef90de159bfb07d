import { rungNames } from '@cc-ci/contracts/ladder'
import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { sitePolicy } from '../dashboard/layout.js'
import { nameInPath } from '../dashboard/links.js'
import { siteStyle } from '../dashboard/site-style.js'
import { badgeStyles } from '../render/draw-badge.js'
import { openRunFile } from './open-run-file.js'
import { type SiteSource, sitePages } from './site-pages.js'
import { siteScript } from './site-script.js'
import { streamEvents } from './stream-events.js'
import { cacheThumbnails } from './thumbnail-cache.js'

const atom = { 'content-type': 'application/atom+xml; charset=utf-8' }
const forAYear = 'public, max-age=31536000, immutable'

/** The dashboard as a web application, to be served alone or mounted into a larger one. It reads and changes nothing; runs that finish meanwhile are seen. */
export function createDashboard(source: SiteSource): Hono {
  const pages = sitePages(source, 'served')
  const thumbnail = cacheThumbnails(pages.thumbnail)
  const app = new Hono()

  app.use(withHeaders)
  app.use('/runs/:folder/', etag())
  app.use('/badge/*', etag())
  app.use('/assets/*', etag())
  app.use(async (_, next) => {
    source.history.refresh()
    await next()
  })

  app.get('/', (context) => {
    const { q = '', view } = context.req.query()
    return context.html(pages.fleet({ filter: q.slice(0, 500), view: view === 'grid' ? 'grid' : 'table' }))
  })
  app.get('/changes', (context) => context.html(pages.changes()))
  app.get('/assets/site.css', (context) =>
    context.body(siteStyle(), 200, { 'content-type': 'text/css; charset=utf-8' }),
  )
  app.get('/assets/site.js', (context) =>
    context.body(siteScript(), 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  )
  app.get('/feed.xml', (context) => context.body(pages.feed(), 200, atom))
  app.get('/metrics', (context) => context.body(pages.metrics(), 200, { 'content-type': 'text/plain; version=0.0.4' }))
  app.get('/recipe/:file{.+\\.xml}', (context) => {
    const recipe = recipeOf(source, withoutEnd(context.req.param('file')))
    const feed = recipe === undefined ? undefined : pages.recipeFeed(recipe)
    return feed === undefined ? context.notFound() : context.body(feed, 200, atom)
  })
  app.get('/recipe/:name', (context) => {
    const recipe = recipeOf(source, context.req.param('name'))
    return answer(context, recipe === undefined ? undefined : pages.recipe(recipe))
  })
  app.get('/badge/:file{.+\\.svg}', async (context) => {
    const recipe = recipeOf(source, withoutEnd(context.req.param('file')))
    const { style, rung } = context.req.query()
    const variant = { style: badgeStyles.find((each) => each === style), rung: rungNames.find((each) => each === rung) }
    return context.body(await pages.badge(recipe ?? '', variant), 200, { 'content-type': 'image/svg+xml' })
  })
  app.get('/badge/:file{.+\\.json}', async (context) => {
    const recipe = recipeOf(source, withoutEnd(context.req.param('file')))
    return context.body(await pages.shields(recipe ?? ''), 200, { 'content-type': 'application/json' })
  })
  app.get('/thumbnails/:file{.+\\.jpg}', async (context) => {
    const picture = await thumbnail(withoutEnd(context.req.param('file')))
    if (picture === undefined) return context.notFound()
    return context.body(picture, 200, { 'content-type': 'image/jpeg', 'cache-control': forAYear })
  })
  app.get('/runs/:folder/', async (context) => {
    const folder = context.req.param('folder')
    return answer(context, (await pages.run(folder)) ?? (await pages.live(folder)))
  })
  app.get('/runs/:folder/events', (context) => streamEvents(context, source.runsFolder))
  app.get('/runs/:folder', (context) => context.redirect(`${encodeURIComponent(context.req.param('folder'))}/`, 301))
  app.get('/runs/:folder/log/:log', async (context) => {
    const { folder, log } = context.req.param()
    return answer(context, await pages.log(folder, log))
  })
  app.get('/runs/:folder/:file{.+}', async (context) => {
    const { folder, file } = context.req.param()
    const found = await openRunFile(source.runsFolder, folder, file)
    if (found === undefined) return context.notFound()
    return context.body(found.stream, 200, { ...found.headers, 'cache-control': forAYear })
  })
  app.notFound((context) => context.html(pages.missing(context.req.path.split('/').length - 2), 404))
  return app
}

async function withHeaders(context: Context, next: () => Promise<void>): Promise<void> {
  await next()
  const { headers } = context.res
  headers.set('x-content-type-options', 'nosniff')
  headers.set('referrer-policy', 'no-referrer')
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', sitePolicy)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-cache')
}

async function answer(context: Context, page: string | undefined): Promise<Response> {
  return page === undefined ? context.notFound() : context.html(page)
}

/** The recipe that a segment of an address stands for. */
function recipeOf({ history }: SiteSource, name: string): string | undefined {
  if (nameInPath(name) === name && history.runsOf(name).length > 0) return name
  return history.fleet().find(({ recipe }) => nameInPath(recipe) === name)?.recipe
}

function withoutEnd(file: string): string {
  return file.slice(0, file.lastIndexOf('.'))
}
