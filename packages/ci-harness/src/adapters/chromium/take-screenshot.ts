import type { Page } from 'playwright-core'
import type { Screenshot } from '../../ports/browser.js'
import { decideSettled, type Settling, settledMs } from '../../screenshot/decide-settled.js'
import { whyNotTheApp } from '../../screenshot/judge-page.js'
import { type Look, lookAtPage } from './look-at-page.js'
import { type OpenPage, openApp, type PageJob } from './open-app.js'
import { PageTraffic } from './page-traffic.js'

/** Loads the page until it is the app, lets it settle, and keeps the frame that shows it. Rejects when the page broke. */
export async function takeScreenshot(page: Page, job: PageJob): Promise<Screenshot> {
  const begun = job.clock.monotonic()
  const now = (): number => job.clock.monotonic() - begun
  const open = { page, job, traffic: new PageTraffic(page, now), now }
  const looks: Look[] = []
  for (let load = 1; ; load += 1) {
    const refused = await openApp(open)
    if (refused !== undefined) return notTaken(refused)
    const outcome = await letSettle(open, looks, load)
    if (outcome !== 'load again') return outcome
  }
}

async function letSettle(open: OpenPage, looks: Look[], load: number): Promise<Screenshot | 'load again'> {
  const { job, now, traffic } = open
  for (;;) {
    await untilWorthALook(open)
    const look = await untilDeadline(open, looks, lookAtPage(open, load))
    if (look === 'secret') return { taken: false, why: 'the page shows a secret', leaked: true }
    if (look !== undefined) looks.push(look)
    const settling = decideSettled(looks, { now: now(), deadline: job.deadlineMs })
    if (settling.kind === 'look again') continue
    if (settling.kind === 'load again') return 'load again'
    const stranger = whyNotTheApp(traffic.state, job)
    return stranger === undefined ? conclude(settling) : notTaken(stranger)
  }
}

/** Whoever has a frame does not wait longer than the deadline for another one; without any there is nothing to lose. */
async function untilDeadline<T>(
  { job, now }: OpenPage,
  looks: readonly Look[],
  work: Promise<T>,
): Promise<T | undefined> {
  if (looks.length === 0) return work
  const over = new AbortController()
  const late = job.clock.sleep(Math.max(0, job.deadlineMs - now()), AbortSignal.any([job.signal, over.signal]))
  try {
    return await Promise.race([work, late.then(() => undefined)])
  } finally {
    over.abort()
    late.catch(() => undefined)
    work.catch(() => undefined)
  }
}

function conclude(settling: Settling<Look> & { kind: 'keep' | 'give up' }): Screenshot {
  return settling.kind === 'keep' ? { taken: true, png: settling.frame.png } : notTaken('the page stays blank')
}

/** The network is idle, or what is there can be compared with what was half a second ago. */
async function untilWorthALook({ traffic, job: { clock, signal } }: OpenPage): Promise<void> {
  const { idleMs } = traffic
  await clock.sleep(idleMs < settledMs ? settledMs - idleMs : settledMs / 2, signal)
}

const notTaken = (why: string): Screenshot => ({ taken: false, why, leaked: false })
