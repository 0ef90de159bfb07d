import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecipeSettings } from '@cc-ci/contracts/recipe-settings'
import type { ScreenshotMoment, ScreenshotRecord } from '@cc-ci/contracts/run-result'
import type { Browser, BrowserOpening, PageArrival, Screenshot } from '../ports/browser.js'
import { shareChanged } from '../screenshot/compare-pixels.js'
import { type Pixels, readPng } from '../screenshot/read-png.js'
import type { Journal } from './journal.js'
import { writeFileAtomically } from './run-folder.js'
import type { SecretMask } from './secret-mask.js'

export interface ScreenshotPlan {
  readonly domain: string
  /** The run's folder. */
  readonly folder: string
  readonly settings: Pick<RecipeSettings, 'screenshot' | 'healthOk'>
  readonly browser: Browser
  readonly mask: SecretMask
  readonly journal: Pick<Journal, 'phase'>
  readonly startedAt: Date
  readonly signal: AbortSignal
  /** Sends a visitor ahead, within so many milliseconds; throws why there is nothing to show. */
  readonly arrive?: ((limitMs: number, signal: AbortSignal) => Promise<PageArrival>) | undefined
}

/** Names of files in the run folder, and why there is no picture where there is none. */
export interface ScreenshotOutcome {
  readonly screenshot: string | null
  readonly screenshotReason: string | null
  readonly screenshots: readonly ScreenshotRecord[]
  readonly leaked: boolean
}

const deadlineMs = 45_000
const newest = 'screenshot.png'

/**
 * Pictures of the app while it is up, taken beside the run: `take` starts one, `settled` waits for it before something
 * changes the app. What goes wrong is a reason in the result and nothing else (harness-contract §2.9).
 */
export class AppScreenshots {
  readonly #plan: ScreenshotPlan
  readonly #ending = new AbortController()
  readonly #signal: AbortSignal
  readonly #records: ScreenshotRecord[] = []
  #opening: Promise<BrowserOpening> | undefined
  #pending: Promise<void> | undefined
  #before: Pixels | undefined
  #newest: string | null = null
  #leaked = false

  constructor(plan: ScreenshotPlan) {
    this.#plan = plan
    this.#signal = AbortSignal.any([plan.signal, this.#ending.signal])
  }

  /** Starts the browser while the run waits for Docker. */
  prepare(): void {
    const { settings, browser, domain, folder, startedAt } = this.#plan
    if (settings.screenshot.off !== undefined) return
    this.#opening ??= browser.open({ domain, folder: join(folder, 'browser'), pageTime: startedAt })
  }

  take(moment: ScreenshotMoment): void {
    this.prepare()
    const opening = this.#opening
    if (opening === undefined) return
    this.#pending = (this.#pending ?? Promise.resolve()).then(() => this.#take(moment, opening))
  }

  /** Resolves when no picture is being taken; the wait is a phase, so that its cost shows. */
  async settled(): Promise<void> {
    const pending = this.#pending
    if (pending === undefined) return
    this.#pending = undefined
    await this.#plan.journal.phase('screenshot', () => pending)
  }

  /** Ends what is going on and the browser with it. */
  async close(): Promise<void> {
    this.#ending.abort()
    const opening = await this.#opening
    await this.#pending
    if (opening?.opened) await opening.browser.close()
  }

  outcome(): ScreenshotOutcome {
    const { off } = this.#plan.settings.screenshot
    const last = this.#records.at(-1)
    return {
      screenshot: this.#newest,
      screenshotReason: this.#newest !== null ? null : (off ?? last?.reason ?? 'the app was not up'),
      screenshots: this.#records,
      leaked: this.#leaked,
    }
  }

  async #take(moment: ScreenshotMoment, opening: Promise<BrowserOpening>): Promise<void> {
    const shot = await this.#shoot(await opening).catch((error: Error) => notTaken(error.message))
    const kept = shot.taken ? await this.#keep(moment, shot.png).catch(notKept) : shot
    if ('file' in kept) this.#records.push(kept)
    else {
      this.#leaked ||= kept.leaked
      this.#records.push({ moment, file: null, reason: this.#plan.mask.mask(kept.why), changed: null })
    }
  }

  async #shoot(opening: BrowserOpening): Promise<Screenshot> {
    if (!opening.opened) return notTaken(opening.why)
    const { settings, mask, arrive } = this.#plan
    const { waitFor, mask: selectors } = settings.screenshot
    const arrival = await arrive?.(deadlineMs, this.#signal)
    const path = arrival === undefined ? settings.screenshot.path : pathOf(arrival.url)
    return opening.browser.screenshot({
      ...{ path, arrival, waitFor, deadlineMs },
      mask: selectors,
      accepted: settings.healthOk,
      holdsSecret: (text) => mask.leaksIn(text),
      signal: this.#signal,
    })
  }

  async #keep(moment: ScreenshotMoment, png: Uint8Array): Promise<ScreenshotRecord> {
    const { folder } = this.#plan
    const file = `screenshots/${moment}.png`
    await mkdir(join(folder, 'screenshots'), { recursive: true })
    await writeFileAtomically(join(folder, file), png)
    await writeFileAtomically(join(folder, newest), png)
    this.#newest = newest
    const pixels = readPng(png)
    const changed = this.#before === undefined ? null : Math.round(shareChanged(this.#before, pixels) * 10_000) / 10_000
    this.#before = pixels
    return { moment, file, reason: null, changed }
  }
}

/** A query may hold what is nobody's business, and a reason that names the path is shown. */
const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url)

const notKept = ({ code, message }: NodeJS.ErrnoException) => notTaken(`it could not be kept: ${code ?? message}`)
const notTaken = (why: string): Screenshot & { taken: false } => ({ taken: false, why, leaked: false })
