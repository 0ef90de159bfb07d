import { type CcCiError, isCcCiError } from '@cc-ci/kernel'
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { AddressLimits } from '../../operator/address-limits.js'
import { isFormToken, type OperatorSession, sessionSeconds } from '../../operator/operator-sessions.js'
import { renderLoginPage, renderRefusal } from '../../pages/queue-page.js'
import { addressOf } from './address-of.js'
import { isOwnOrigin } from './is-own-origin.js'
import type { ServerAppParts } from './server-app-parts.js'

const cookie = 'ccci_session'
const mostFormBytes = 8 * 1024
/** A person clicks, and nothing else changes anything. */
const limit = { burst: 20, perSecond: 0.5 }

/** The session of who reads a page; undefined for a reader without one. */
export function readerOf(
  context: Context,
  { sessions }: Pick<ServerAppParts, 'sessions'>,
): OperatorSession | undefined {
  return sessions.find(getCookie(context, cookie))
}

/**
 * Login by link, and the actions on a run: `POST /queue/<seq>/cancel` and `/rerun`, by a form of a session or by a call
 * of `cc-ci queue`. Nobody else can do them: 401 without either, 403 from another site (S-11).
 */
export function addOperator(app: Hono, parts: ServerAppParts): void {
  const { sessions, store, queue, layout, clock, baseUrl } = parts
  const limits = new AddressLimits(limit, () => clock.monotonic())
  const audit = (who: string, action: string, outcome: string, subject: string): void =>
    store.audit({ at: clock.now().getTime() / 1000, who, action, subject, outcome })
  const page = (title: string, content: string): string => layout({ title, content })

  app.on('POST', ['/login', '/logout', '/queue/:seq/:action'], async (context, next) => {
    if (!limits.take(addressOf(context))) return context.text('Too many requests.', 429, { 'retry-after': '5' })
    return next()
  })
  app.on('POST', ['/login', '/logout', '/queue/:seq/:action'], bodyLimit({ maxSize: mostFormBytes }))

  app.get('/login', (context) => context.html(page('Log in', renderLoginPage(context.req.query('token') ?? ''))))
  app.post('/login', async (context) => {
    if (!isOwnOrigin(context, baseUrl)) return context.text('This form came from another site.', 403)
    const { login } = await context.req.parseBody()
    const session = sessions.begin(typeof login === 'string' ? login : '')
    if (session === undefined) {
      const text = 'The link was used, is too old, or is not of this server. Have a new one printed: cc-ci queue login'
      return context.html(page('Not logged in', renderRefusal('Not logged in', text)), 401)
    }
    audit(session.who, 'login', 'done', addressOf(context))
    const isSecure = baseUrl?.startsWith('https:') ?? false
    setCookie(context, cookie, session.id, {
      ...{ httpOnly: true, sameSite: 'Strict', secure: isSecure, path: '/', maxAge: sessionSeconds },
    })
    return context.redirect('queue', 303)
  })
  app.post('/logout', async (context) => {
    const by = await whoActs(context, parts)
    if ('refusal' in by) return context.text(by.refusal, by.status)
    sessions.end(getCookie(context, cookie) ?? '')
    deleteCookie(context, cookie, { path: '/' })
    return context.redirect('queue', 303)
  })
  app.post('/queue/:seq{[0-9]{1,15}}/:action{cancel|rerun}', async (context) => {
    const by = await whoActs(context, parts)
    if ('refusal' in by) return context.text(by.refusal, by.status)
    const { seq, action } = context.req.param()
    const outcome = act(queue, { action, seq: Number(seq), who: by.who })
    parts.onTold()
    if (by.isCall) return context.json(outcome, 'error' in outcome ? 404 : 200)
    return 'error' in outcome ? context.text(outcome.error.message, 404) : context.redirect('../../queue', 303)
  })
}

interface Action {
  readonly action: string | undefined
  readonly seq: number
  readonly who: string
}

type Outcome = { readonly cancelled: boolean } | { readonly seq: number; readonly joined: boolean }

function act(
  queue: ServerAppParts['queue'],
  { action, seq, who }: Action,
): Outcome | { readonly error: ReturnType<CcCiError['toJSON']> } {
  try {
    if (action === 'cancel') return { cancelled: queue.cancel(seq, who) }
    const { run, joined } = queue.rerun(seq, who)
    return { seq: run.seq, joined }
  } catch (error) {
    if (isCcCiError(error) && error.code === 'RUN_UNKNOWN') return { error: error.toJSON() }
    throw error
  }
}

type Actor = { readonly who: string; readonly isCall: boolean }
type Refused = { readonly refusal: string; readonly status: 401 | 403 }

async function whoActs(context: Context, { sessions, baseUrl }: ServerAppParts): Promise<Actor | Refused> {
  const [, token] = /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '') ?? []
  if (token !== undefined) {
    const who = sessions.caller(token)
    return who === undefined ? { refusal: 'The token is not valid.', status: 401 } : { who, isCall: true }
  }
  const session = sessions.find(getCookie(context, cookie))
  if (session === undefined) return { refusal: 'Log in first: cc-ci queue login prints a link.', status: 401 }
  if (!isOwnOrigin(context, baseUrl)) return { refusal: 'This form came from another site.', status: 403 }
  const form = await context.req.parseBody()
  if (!isFormToken(session, form.token)) return { refusal: 'This form is too old: load its page again.', status: 403 }
  return { who: session.who, isCall: false }
}
