import type { Hono } from 'hono'
import type { QueuedRun } from '../../queue/queued-run.js'
import type { ServerAppParts } from './server-app-parts.js'

/** A run that may start starts at once; so long after the last change, one that waits while nothing runs is stuck. */
const stuckAfterSeconds = 120

/** `/healthz`: the process answers. `/readyz`: the store takes what is written, the forge was reached lately, the queue moves. */
export function addHealth(app: Hono, parts: ServerAppParts): void {
  const { store, clock, forgeAnsweredAt, forgePatience, onTrouble } = parts
  const now = (): number => clock.now().getTime() / 1000

  function isWritable(): boolean {
    try {
      store.setCursor('ready', String(Math.floor(now())))
      return true
    } catch (error) {
      onTrouble(error)
      return false
    }
  }

  app.get('/healthz', (context) => context.text('ok'))
  app.get('/readyz', (context) => {
    const isStoreWritable = isWritable()
    const checks = {
      store: isStoreWritable,
      forge: now() - (forgeAnsweredAt() ?? Number.NEGATIVE_INFINITY) <= forgePatience,
      queue: isStoreWritable && moves(store.open(), store.ended(1), now()),
    }
    const isReady = Object.values(checks).every(Boolean)
    return context.json({ ready: isReady, checks }, isReady ? 200 : 503)
  })
}

function moves(open: readonly QueuedRun[], ended: readonly QueuedRun[], now: number): boolean {
  if (open.length === 0 || open.some(({ state }) => state === 'running')) return true
  const changes = [...open.map(({ askedAt }) => askedAt), ...ended.map(({ endedAt }) => endedAt ?? 0)]
  return now - Math.max(...changes) <= stuckAfterSeconds
}
