/** A browser that looks at an app as a visitor without credentials does: through the proxy, over verified TLS. */
export interface Browser {
  /**
   * Starts a browser of its own for one app. Never throws: without one, `why` says what is missing and the command that
   * mends it. Nothing of it outlives `close` or the end of this process, however that ends.
   */
  open(options: BrowserOptions): Promise<BrowserOpening>
}

export interface BrowserOptions {
  readonly domain: string
  /** Absolute; the browser makes it for its profile and removes it. */
  readonly folder: string
  /** The time at which every page believes to begin. */
  readonly pageTime: Date
}

export type BrowserOpening =
  | { readonly opened: true; readonly browser: OpenedBrowser }
  | { readonly opened: false; readonly why: string }

export interface OpenedBrowser {
  /** Never throws: trouble with the page, or an abortion, is the reason why none was taken. One at a time. */
  screenshot(request: ScreenshotRequest): Promise<Screenshot>
  close(): Promise<void>
}

export interface ScreenshotRequest {
  /** Below the app's domain, beginning with a slash. */
  readonly path: string
  /** CSS selector of what must be visible first. */
  readonly waitFor?: string | undefined
  /** CSS selectors of what is covered, besides password fields and what looks like a token. */
  readonly mask: readonly string[]
  /** HTTP status codes of 400 and more that are the app's own page nevertheless. */
  readonly accepted: readonly number[]
  /** Whether a text shows a secret of the run: then no picture of it is taken. */
  readonly holdsSecret: (text: string) => boolean
  /** Where a visitor is that code of the recipe has sent ahead; the path, as a stranger, if absent. */
  readonly arrival?: PageArrival | undefined
  /** Milliseconds for everything. */
  readonly deadlineMs: number
  readonly signal: AbortSignal
}

/** What another browser can carry on from. */
export interface PageArrival {
  readonly url: string
  /** Cookies and local storage in the form of the library (`storageState`), which is the user's to install. */
  readonly storage: object
}

export type Screenshot =
  | { readonly taken: true; readonly png: Uint8Array }
  | {
      readonly taken: false
      /** A short phrase for a card. */
      readonly why: string
      /** Whether the page showed a secret. */
      readonly leaked: boolean
    }
