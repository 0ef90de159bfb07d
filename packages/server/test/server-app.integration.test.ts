import { connect } from 'node:net'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { signToken } from '../src/operator/operator-token.js'
import { drawWebhook, exampleOrder, headersOf } from '../src/testing/index.js'
import { key, type ServerBed, serverBed, settled, webhookSecret } from './server-bed.js'

let bed: ServerBed
let address: string

beforeEach(async () => {
  bed = await serverBed(onTestFinished)
  address = await bed.serve()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(address + path, { headers, redirect: 'manual' })
const post = (path: string, headers: Record<string, string>, form: Record<string, string> = {}) =>
  fetch(address + path, { method: 'POST', headers, body: new URLSearchParams(form), redirect: 'manual' })
const now = () => bed.clock.now
const token = (purpose: 'login' | 'call', seconds = 60) =>
  signToken(key, { purpose, who: 'ada', expiresAt: now() + seconds })
const origin = () => ({ origin: address.slice(0, -1) })

/** Logs in by a link; gives what a browser then sends, and the token of its forms. */
async function logIn() {
  const answer = await post('login', origin(), { login: token('login') })
  const cookie = answer.headers.get('set-cookie') ?? ''
  const session = { ...origin(), cookie: cookie.split(';')[0] ?? '' }
  const page = await (await get('queue', session)).text()
  return { answer, cookie, session, formToken: /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '', page }
}

async function queueOne(): Promise<number> {
  const { run } = bed.server.queue.enqueue(exampleOrder())
  await settled()
  return run.seq
}

describe('a webhook', () => {
  const send = (headers: Record<string, string>, body: string) =>
    fetch(`${address}webhook`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
  const drawn = (at = now()) =>
    drawWebhook(bed.forge.state.say('org/wiki', 7, { author: 'maria', body: '!testme', at }), {
      ...{ forge: 'gitea', secret: webhookSecret, state: bed.forge.state },
    })

  it('that is signed is heard, and one that comes twice is known', async () => {
    const { headers, body } = drawn()
    const answers = [await send(headers, body), await send(headers, body)]

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(await Promise.all(answers.map((each) => each.json()))).toEqual([{ heard: 'queued' }, { heard: 'known' }])
    expect(bed.runner.started).toHaveLength(1)
  })

  it.each([
    ['of another secret', (body: string) => headersOf('gitea', 'guessed', body), 401],
    ['of another body', () => headersOf('gitea', webhookSecret, '{}'), 401],
    ['without signature', () => ({}), 401],
    [
      'of another type',
      (body: string) => ({ ...headersOf('gitea', webhookSecret, body), 'content-type': 'text/plain' }),
      415,
    ],
  ])('S-11: %s is refused, and starts nothing', async (_, headers, status) => {
    const { body } = drawn()

    expect((await send(headers(body), body)).status).toBe(status)
    expect(bed.runner.started).toEqual([])
  })

  it('S-11: that is replayed later is refused', async () => {
    const { headers, body } = drawn(now() - 3600)

    expect((await send(headers, body)).status).toBe(409)
  })

  it('P-08: of more than a megabyte is not read to its end', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(1_100_000) })

    expect((await send(headersOf('gitea', webhookSecret, body), body)).status).toBe(413)
  })

  it('S-08: that cannot be decided now is left to polling', async () => {
    const { headers, body } = drawn()
    bed.forge.trouble({ answer: 500 })

    expect((await send(headers, body)).status).toBe(202)
    bed.forge.trouble(undefined)
    expect(await (await send(headers, body)).json()).toEqual({ heard: 'queued' })
  })

  it('tells nobody what went wrong inside', async () => {
    const { headers, body } = drawn()
    bed.closeStore()
    const answer = await send(headers, body)

    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toMatch(/SQL|database|queue\.db/i)
  })
})

describe('S-11: cancel and rerun', () => {
  it('are refused to whoever has not logged in', async () => {
    const seq = await queueOne()

    for (const action of ['cancel', 'rerun']) expect((await post(`queue/${seq}/${action}`, origin())).status).toBe(401)
    expect((await post('logout', origin())).status).toBe(401)
    expect(bed.store.run(seq)?.state).toBe('running')
    expect(await (await get('queue')).text()).not.toContain('<form')
  })

  it('are done by the forms of a session, and audited', async () => {
    const seq = await queueOne()
    const { session, formToken, page } = await logIn()
    expect(page).toContain(`action="queue/${seq}/cancel"`)

    const cancelled = await post(`queue/${seq}/cancel`, session, { token: formToken })
    expect([cancelled.status, cancelled.headers.get('location')]).toEqual([303, '../../queue'])
    expect((await post(`queue/${seq}/rerun`, session, { token: formToken })).status).toBe(303)
    await settled()

    expect(bed.store.run(seq)?.state).toBe('cancelled')
    expect(bed.store.open()).toHaveLength(1)
    const audits = bed.store.audits(9).map(({ who, action, subject }) => `${who} ${action} ${subject}`)
    expect(audits).toEqual([`ada rerun ${seq}`, `ada cancel ${seq}`, 'ada login 127.0.0.1'])
  })

  it.each([
    ['without the token of the form', (good: string) => [{}, { token: good && '' }] as const],
    ['with the token of another session', () => [{}, { token: 'x'.repeat(43) }] as const],
    ['from another site', (good: string) => [{ origin: 'https://evil.example' }, { token: good }] as const],
    ['from a page that hides where it is', (good: string) => [{ origin: 'null' }, { token: good }] as const],
  ])('are refused to a form %s', async (_, forge) => {
    const seq = await queueOne()
    const { session, formToken } = await logIn()
    const [headers, form] = forge(formToken)

    expect((await post(`queue/${seq}/cancel`, { ...session, ...headers }, form)).status).toBe(403)
    expect(bed.store.run(seq)?.state).toBe('running')
  })

  it('are refused to a form that says nothing of where it stands', async () => {
    const seq = await queueOne()
    const { session, formToken } = await logIn()

    expect((await post(`queue/${seq}/cancel`, { cookie: session.cookie }, { token: formToken })).status).toBe(403)
  })

  it('are done by a call with a token of the program, and by no other token', async () => {
    const seq = await queueOne()
    const call = (text: string, path = `queue/${seq}/cancel`) => post(path, { authorization: `Bearer ${text}` })

    for (const wrong of [token('login'), token('call', -1), 'x', `${token('call')}x`]) {
      expect((await call(wrong)).status).toBe(401)
    }
    expect(await (await call(token('call'))).json()).toEqual({ cancelled: true })
    expect(await (await call(token('call'))).json()).toEqual({ cancelled: false })
    const unknown = await call(token('call'), 'queue/12345/cancel')
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: 'RUN_UNKNOWN' } }])
  })

  it('log in by a link once; looking at it uses nothing up', async () => {
    const link = token('login')
    for (let time = 0; time < 2; time += 1) expect(await (await get(`login?token=${link}`)).text()).toContain(link)
    const first = await post('login', origin(), { login: link })
    const again = await post('login', origin(), { login: link })

    expect([first.status, again.status]).toEqual([303, 401])
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/)
    expect((await post('login', { origin: 'https://evil.example' }, { login: token('login') })).status).toBe(403)
  })

  it('end with the session', async () => {
    const seq = await queueOne()
    const { session, formToken } = await logIn()
    await post('logout', session, { token: formToken })

    expect((await post(`queue/${seq}/cancel`, session, { token: formToken })).status).toBe(401)
  })

  it('are refused to who asks too often', async () => {
    const statuses = new Set<number>()
    for (let time = 0; time < 25; time += 1) statuses.add((await post('queue/1/cancel', origin())).status)

    expect(statuses).toEqual(new Set([401, 429]))
  })
})

describe('the page of the queue', () => {
  it('shows names that are markup as the text that they are', async () => {
    const evil = '<img src=x onerror=alert(1)>"\''
    bed.server.queue.enqueue(exampleOrder({ recipe: evil, askedBy: `ada${evil}` }))
    await settled()
    const { page } = await logIn()

    expect(page).toContain('&lt;img src=x')
    expect(page).not.toContain('<img')
    expect(page).not.toContain('onerror=alert(1)>"')
  })

  it('shows a login token of markup as the text that it is', async () => {
    expect(await (await get('login?token="><script>alert(1)</script>')).text()).not.toContain('<script>')
  })

  it('tells place, and where a run is', async () => {
    const seq = await queueOne()
    bed.server.queue.enqueue(exampleOrder({ recipe: 'wiki' }))
    await settled()
    bed.runner.tell(seq, { type: 'tier.started', at: 1, runId: '1', tier: 'upgrade' })
    const page = await (await get('queue')).text()

    expect(page).toContain('upgrade (2 of 6)')
    expect(page).toMatch(/wiki.*<td>1<\/td>/s)
  })

  it('may load nothing of others, and be framed by nobody', async () => {
    const { headers } = await get('queue')

    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/)
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

describe('health', () => {
  it('is ready when the store takes what is written, the forge answered lately and the queue moves', async () => {
    expect((await get('healthz')).status).toBe(200)
    expect((await get('readyz')).status).toBe(503)
    await bed.round()
    const ready = await get('readyz')

    expect([ready.status, await ready.json()]).toEqual([
      200,
      { ready: true, checks: { store: true, forge: true, queue: true } },
    ])
  })

  it('is not ready when the forge was silent for long', async () => {
    await bed.round()
    bed.forge.trouble({ answer: 500 })
    bed.pass(301)
    await bed.round()

    expect(await (await get('readyz')).json()).toMatchObject({ ready: false, checks: { forge: false } })
    expect((await get('healthz')).status).toBe(200)
  })

  it('counts what waits and what runs among the figures of the dashboard', async () => {
    await queueOne()
    bed.server.queue.enqueue(exampleOrder({ recipe: 'wiki' }))
    await settled()
    const text = await (await get('metrics')).text()

    expect(text).toContain('the dashboard: /metrics\n')
    expect(text).toContain('ccci_queue_depth{state="queued"} 1\nccci_queue_depth{state="running"} 1\n')
  })
})

describe('everything else', () => {
  it('is the dashboard’s, and only to be read', async () => {
    expect(await (await get('runs/7/')).text()).toBe('the dashboard: /runs/7/\n')
    expect((await post('runs/7/', origin())).status).toBe(405)
  })

  it('does not wait for who sends no more of a header than its beginning', async () => {
    const { port } = new URL(address)
    const socket = connect(Number(port), '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.write('GET / HTTP/1.1\r\nX-Slow: ')
    const received = await new Promise<string>((resolve) => {
      let text = ''
      socket.on('data', (data) => {
        text += data
      })
      socket.on('close', () => resolve(text))
    })

    expect(received).toMatch(/^HTTP\/1\.1 408/)
  })
})
