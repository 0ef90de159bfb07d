import type { Clock } from '@cc-ci/kernel'
import type { Page } from 'playwright-core'
import type { ScreenshotRequest } from '../../ports/browser.js'
import { whyNotTheApp } from '../../screenshot/judge-page.js'
import type { PageTraffic } from './page-traffic.js'

const retryMs = 500

export interface PageJob extends ScreenshotRequest {
  readonly domain: string
  readonly clock: Clock
  /** Whatever answers for so long and is not the app is taken to be all that there is. */
  readonly patienceMs: number
}

export interface OpenPage {
  readonly page: Page
  readonly job: PageJob
  readonly traffic: PageTraffic
  /** Milliseconds since the screenshot was asked for. */
  readonly now: () => number
}

/** Loads the page until the app gives one; the reason if it does not, or if what is to be waited for does not show. */
export async function openApp(open: OpenPage): Promise<string | undefined> {
  const { job, now } = open
  let why = await load(open)
  const patience = Math.min(job.deadlineMs, now() + job.patienceMs)
  while (why !== undefined) {
    if (now() + retryMs >= patience || why.endsWith(isDownload)) return why
    await job.clock.sleep(retryMs, job.signal)
    const again = await load(open)
    // A last try that the deadline cut off says less than the one before it.
    if (again !== undefined && now() >= job.deadlineMs) return why
    why = again
  }
  return awaitSelector(open)
}

const isDownload = 'is a download'
const seconds = (ms: number): number => Math.round(ms / 1000)

async function load({ page, job, traffic, now }: OpenPage): Promise<string | undefined> {
  const { domain, path, arrival, deadlineMs } = job
  traffic.forget()
  try {
    const timeout = Math.max(1, deadlineMs - now())
    // Not until it is loaded: a page that starts a download, or asks for what never comes, would not be.
    await page.goto(arrival?.url ?? `https://${domain}${path}`, { waitUntil: 'commit', timeout })
    return whyNotTheApp(traffic.state, job)
  } catch (error) {
    return whyNotLoaded((error as Error).message, job, traffic)
  }
}

function whyNotLoaded(trouble: string, job: PageJob, { state }: PageTraffic): string {
  const { domain, path, deadlineMs } = job
  if (trouble.includes('Download is starting')) return `${path} ${isDownload}`
  // A status without a body has no page, and Chromium shows one of its own instead.
  const why = state.status === undefined ? undefined : whyNotTheApp({ ...state, url: `https://${domain}` }, job)
  if (why !== undefined) return why
  if (trouble.includes('Timeout')) return `${path} did not load within ${seconds(deadlineMs)} s`
  const code = /net::(ERR_\w+)/.exec(trouble)?.[1]
  return `${path} could not be loaded${code === undefined ? '' : `: ${code}`}`
}

async function awaitSelector({ page, job, now }: OpenPage): Promise<string | undefined> {
  const { waitFor, deadlineMs } = job
  if (waitFor === undefined) return undefined
  try {
    const timeout = Math.max(1, deadlineMs - now())
    await page.locator(waitFor).first().waitFor({ state: 'visible', timeout })
    return undefined
  } catch {
    return `${waitFor} did not show within ${seconds(deadlineMs)} s`
  }
}
