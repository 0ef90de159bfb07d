import type {
  Browser,
  BrowserOpening,
  BrowserOptions,
  OpenedBrowser,
  Screenshot,
  ScreenshotRequest,
} from '../ports/browser.js'

/** A page that shows a picture and says something, or the reason why there is none. */
export type InMemoryPage = { readonly png: Uint8Array; readonly text?: string } | { readonly why: string }

/** Shows pages by their path without drawing anything; a path that it does not know gives HTTP 404. */
export class InMemoryBrowser implements Browser {
  /** The domains of the browsers that run now. */
  readonly running: string[] = []
  readonly requests: ScreenshotRequest[] = []
  readonly #pages: Map<string, InMemoryPage>
  readonly #missing: string | undefined

  /** With `missing`, none can be opened, for that reason. */
  constructor(pages: Readonly<Record<string, InMemoryPage>> = {}, { missing }: { missing?: string } = {}) {
    this.#pages = new Map(Object.entries(pages))
    this.#missing = missing
  }

  /** From now on the path shows this. */
  show(path: string, page: InMemoryPage): void {
    this.#pages.set(path, page)
  }

  async open({ domain }: BrowserOptions): Promise<BrowserOpening> {
    if (this.#missing !== undefined) return { opened: false, why: this.#missing }
    this.running.push(domain)
    const browser: OpenedBrowser = {
      screenshot: (request) => this.#screenshot(request),
      close: async () => {
        const index = this.running.indexOf(domain)
        if (index >= 0) this.running.splice(index, 1)
      },
    }
    return { opened: true, browser }
  }

  async #screenshot(request: ScreenshotRequest): Promise<Screenshot> {
    this.requests.push(request)
    const page = this.#pages.get(request.path)
    if (request.signal.aborted) return { taken: false, why: 'the run ended first', leaked: false }
    if (page === undefined) return { taken: false, why: `HTTP 404 at ${request.path}`, leaked: false }
    if ('why' in page) return { taken: false, why: page.why, leaked: false }
    if (request.holdsSecret(page.text ?? '')) return { taken: false, why: 'the page shows a secret', leaked: true }
    return { taken: true, png: page.png }
  }
}
