import type { Clock } from '@cc-ci/kernel'
import type { BrowserContext, BrowserContextOptions, BrowserType } from 'playwright-core'
import type {
  Browser,
  BrowserOpening,
  BrowserOptions,
  OpenedBrowser,
  Screenshot,
  ScreenshotRequest,
} from '../../ports/browser.js'
import type { ProxyAddress } from '../proxy-address.js'
import { chromiumMissing, type Environment, findChromium, isExecutable, loadChromiumDriver } from './find-browser.js'
import { launchChromium, type RunningChromium } from './launch-chromium.js'
import { startClockAt } from './page-scripts.js'
import { pinOfCertificate } from './pin-certificate.js'
import { takeScreenshot } from './take-screenshot.js'

export interface ChromiumOptions {
  readonly clock: Clock
  readonly environment: Environment
  /** Folders whose playwright-core may be used, the first that has one wins; ours comes last. */
  readonly libraryFolders: readonly string[]
  readonly proxy?: ProxyAddress | undefined
  /** Milliseconds for which something else than the app may answer, 10,000 if absent. */
  readonly patienceMs?: number
}

/** The system's Chromium, driven by the user's playwright-core. */
export class ChromiumBrowser implements Browser {
  readonly #options: ChromiumOptions

  constructor(options: ChromiumOptions) {
    this.#options = options
  }

  async open(options: BrowserOptions): Promise<BrowserOpening> {
    const { environment, libraryFolders } = this.#options
    const executable = findChromium(environment)
    if (executable === undefined || !isExecutable(executable))
      return { opened: false, why: chromiumMissing(environment) }
    try {
      const driver = loadChromiumDriver(libraryFolders)
      if (driver === undefined) return { opened: false, why: 'no playwright-core; run: npm install playwright-core' }
      const browser = new ChromiumOfApp({ ...this.#options, ...options, driver, executable })
      await browser.start()
      return { opened: true, browser }
    } catch (error) {
      return { opened: false, why: `Chromium does not start: ${firstLine(error)}` }
    }
  }
}

interface AppOptions extends ChromiumOptions, BrowserOptions {
  readonly driver: BrowserType
  readonly executable: string
}

type StorageState = Exclude<BrowserContextOptions['storageState'], string | undefined>

const width = 1280
const height = 800

class ChromiumOfApp implements OpenedBrowser {
  readonly #options: AppOptions
  #running: RunningChromium | undefined
  #pin: string | undefined
  #launches = 0

  constructor(options: AppOptions) {
    this.#options = options
  }

  /** Runs a browser that takes the proxy's certificate; another one when that has changed or the old one is gone. */
  async start(): Promise<RunningChromium> {
    const { driver, executable, folder, domain, proxy } = this.#options
    const caFile = proxy?.caFile
    const pin =
      proxy === undefined || caFile === undefined ? undefined : await pinOfCertificate(domain, { ...proxy, caFile })
    if (this.#running?.browser.isConnected() && pin === this.#pin) return this.#running
    await this.close()
    this.#pin = pin
    this.#launches += 1
    this.#running = await launchChromium({
      driver,
      executable,
      folder: this.#launches === 1 ? folder : `${folder}-${this.#launches}`,
      resolverRules: resolverRules(domain, proxy),
      pins: pin === undefined ? [] : [pin],
    })
    return this.#running
  }

  async screenshot(request: ScreenshotRequest): Promise<Screenshot> {
    const { domain, clock, pageTime, patienceMs = 10_000 } = this.#options
    const begun = clock.monotonic()
    const limit = AbortSignal.timeout(request.deadlineMs + 2_000)
    const signal = AbortSignal.any([request.signal, limit])
    let context: BrowserContext | undefined
    try {
      const { browser } = await this.start()
      signal.throwIfAborted()
      context = await browser.newContext({
        viewport: { width, height },
        deviceScaleFactor: 1,
        locale: 'en-US',
        timezoneId: 'UTC',
        colorScheme: 'light',
        reducedMotion: 'reduce',
        acceptDownloads: false,
        serviceWorkers: 'block',
        ...(request.arrival !== undefined && { storageState: request.arrival.storage as StorageState }),
      })
      await context.addInitScript(startClockAt(pageTime))
      const page = await context.newPage()
      context.on('page', (other) => void other.close().catch(() => undefined))
      return await unlessAborted(takeScreenshot(page, { ...request, domain, clock, patienceMs, signal }), signal)
    } catch (error) {
      const why = limit.aborted
        ? `nothing to see within ${Math.round(request.deadlineMs / 1000)} s`
        : request.signal.aborted
          ? 'the run ended first'
          : `the browser failed: ${firstLine(error)}`
      return { taken: false, why, leaked: false }
    } finally {
      const closed = context === undefined ? undefined : isClosed(context.close())
      // Nobody waits for a page to close, unless it used up its time: one that hangs does not, and keeps a core busy.
      if (clock.monotonic() - begun >= request.deadlineMs && (await closed) === false) await this.close()
    }
  }

  async close(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    await running?.end()
  }
}

/** The app's own zone leads to the proxy, every other name nowhere: a page under test is a stranger in this network. */
function resolverRules(domain: string, proxy: ProxyAddress | undefined): string {
  const zone = domain.slice(domain.indexOf('.') + 1)
  if (proxy === undefined) return `MAP * ~NOTFOUND, EXCLUDE ${domain}, EXCLUDE *.${zone}`
  return `MAP ${domain} ${proxy.address}, MAP *.${zone} ${proxy.address}, MAP * ~NOTFOUND`
}

/** Whether it closes within three seconds. */
function isClosed(closing: Promise<void>): Promise<boolean> {
  const limit = AbortSignal.timeout(3_000)
  return unlessAborted(closing, limit).then(
    () => true,
    () => !limit.aborted,
  )
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return (message.split('\n').find((line) => /error|sandbox|cannot|failed/i.test(line)) ?? message.split('\n')[0] ?? '')
    .trim()
    .slice(0, 160)
}
