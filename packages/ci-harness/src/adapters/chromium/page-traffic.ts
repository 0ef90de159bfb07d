import type { Page, Request, Response } from 'playwright-core'
import type { PageState } from '../../screenshot/judge-page.js'

const painted = new Set(['document', 'stylesheet', 'script', 'font', 'image'])

/** Follows what a page asks for. WebSockets are no requests: a page that keeps one open can still be idle. */
export class PageTraffic {
  readonly #page: Page
  readonly #now: () => number
  readonly #underWay = new Set<Request>()
  #quietSince: number
  #status: number | undefined

  constructor(page: Page, now: () => number) {
    this.#page = page
    this.#now = now
    this.#quietSince = now()
    page.on('request', (request) => this.#begin(request))
    page.on('requestfinished', (request) => this.#end(request))
    page.on('requestfailed', (request) => this.#end(request))
    page.on('response', (response) => this.#noteStatus(response))
  }

  /** How long no request has been under way, in milliseconds. */
  get idleMs(): number {
    return this.#underWay.size === 0 ? this.#now() - this.#quietSince : 0
  }

  /** Whether something that gets painted is under way. */
  get loading(): boolean {
    return [...this.#underWay].some((request) => painted.has(request.resourceType()))
  }

  get state(): PageState {
    return { url: this.#page.url(), status: this.#status }
  }

  /** Before a page is loaded again: nobody answers for what the old one asked for. */
  forget(): void {
    this.#underWay.clear()
    this.#quietSince = this.#now()
    this.#status = undefined
  }

  #begin(request: Request): void {
    this.#underWay.add(request)
  }

  #end(request: Request): void {
    if (this.#underWay.delete(request)) this.#quietSince = this.#now()
  }

  #noteStatus(response: Response): void {
    const request = response.request()
    if (request.isNavigationRequest() && request.frame() === this.#page.mainFrame()) this.#status = response.status()
  }
}
