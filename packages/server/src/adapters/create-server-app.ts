import { Hono } from 'hono'
import { AddressLimits } from '../operator/address-limits.js'
import { renderQueuePage } from '../pages/queue-page.js'
import { viewQueue } from '../pages/queue-view.js'
import { addHealth } from './app/add-health.js'
import { addOperator, readerOf } from './app/add-operator.js'
import { addWebhook } from './app/add-webhook.js'
import { addressOf } from './app/address-of.js'
import type { ServerAppParts } from './app/server-app-parts.js'

/** What the pages may load, and who may frame them: their own style and script, and nobody. */
const policy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** Reading is cheap: this stops nobody who reads, and everybody who only asks. */
const reading = { burst: 1_200, perSecond: 50 }

/**
 * The server as a web application: health, webhook, queue and its actions; whatever else is asked for is the
 * dashboard’s. Reading needs no login; each action needs one, and is audited (S-11).
 */
export function createServerApp(parts: ServerAppParts): Hono {
  const { queue, store, clock, layout, dashboard, progressOf } = parts
  const limits = new AddressLimits(reading, () => clock.monotonic())
  const app = new Hono()
  const view = () => viewQueue({ store, estimates: queue.estimates(), progressOf, now: clock.now().getTime() / 1000 })

  app.use(async (context, next) => {
    if (!limits.take(addressOf(context))) return context.text('Too many requests.', 429, { 'retry-after': '5' })
    await next()
    const { headers } = context.res
    headers.set('x-frame-options', 'DENY')
    headers.set('x-content-type-options', 'nosniff')
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', policy)
    if (!headers.has('referrer-policy')) headers.set('referrer-policy', 'same-origin')
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    return undefined
  })
  app.onError((error, context) => {
    parts.onTrouble(error)
    return context.text('Something went wrong here; the log of the server says what.', 500)
  })

  addHealth(app, parts)
  addWebhook(app, parts)
  addOperator(app, parts)
  app.get('/queue', (context) => {
    if (context.req.query('format') === 'json') return context.json(view())
    return context.html(
      layout({ title: 'Queue', content: renderQueuePage(view(), readerOf(context, parts)), changes: true }),
    )
  })
  app.get('/metrics', async (context) => {
    const fleet = await (await dashboard(context.req.raw)).text()
    const { running, queued } = view()
    const depth = [
      '# HELP ccci_queue_depth Runs that wait, and runs that go on.',
      '# TYPE ccci_queue_depth gauge',
      `ccci_queue_depth{state="queued"} ${queued.length}`,
      `ccci_queue_depth{state="running"} ${running.length}`,
    ]
    return context.body(`${fleet}${depth.join('\n')}\n`, 200, { 'content-type': 'text/plain; version=0.0.4' })
  })
  app.on(['GET', 'HEAD'], '*', async (context) => {
    const response = await dashboard(context.req.raw)
    // Its headers may be immutable, and ours are added to them.
    return new Response(response.body, response)
  })
  app.all('*', (context) => context.text('This address takes no such request.', 405, { allow: 'GET, HEAD' }))
  return app
}
