import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, OpenedBrowser, ScreenshotRequest } from '../src/ports/browser.js'

export interface BrowserSubject {
  /** Reaches an app that says “Welcome to the app” at `/` and has no other page. */
  readonly browser: Browser
  /** The same where something is missing. */
  readonly without: Browser
  readonly domain: string
  freshFolder(): string
}

const request: ScreenshotRequest = {
  path: '/',
  mask: [],
  accepted: [200],
  holdsSecret: () => false,
  deadlineMs: 4_000,
  signal: new AbortController().signal,
}

/** What every browser must do for a run, real or not. */
export function browserContract(title: string, create: () => BrowserSubject): void {
  describe(`${title} keeps the browser contract`, () => {
    let subject: BrowserSubject
    let opened: OpenedBrowser
    let folder = ''

    beforeAll(async () => {
      subject = create()
      folder = subject.freshFolder()
      opened = await openBrowser(subject.browser, { domain: subject.domain, folder, pageTime: new Date() })
    })
    afterAll(() => opened.close())

    it('takes a picture of the app', async () => {
      const shot = await opened.screenshot(request)
      expect(shot.taken && Buffer.from(shot.png).toString('latin1', 1, 4)).toBe('PNG')
    })

    it('takes none of what is not the app, and says why', async () => {
      expect(await opened.screenshot({ ...request, path: '/nowhere' })).toEqual({
        ...{ taken: false, leaked: false },
        why: 'HTTP 404 at /nowhere',
      })
    })

    it('X-05: takes none of a page that shows a secret, and says that it was shown', async () => {
      const shot = await opened.screenshot({ ...request, holdsSecret: (text) => text.includes('Welcome') })
      expect(shot).toEqual({ taken: false, why: 'the page shows a secret', leaked: true })
    })

    it('H-02: takes none, and does not throw, for a run that ended', async () => {
      const shot = await opened.screenshot({ ...request, signal: AbortSignal.abort() })
      expect(shot).toEqual({ taken: false, why: 'the run ended first', leaked: false })
    })

    it('says what is missing instead of throwing', async () => {
      const opening = await subject.without.open({ domain: subject.domain, folder, pageTime: new Date() })
      expect(opening).toEqual({ opened: false, why: expect.stringMatching(/^no /) })
    })

    it('closes more than once, and leaves no folder', async () => {
      await opened.close()
      await opened.close()
      expect(existsSync(folder)).toBe(false)
    })
  })
}

export async function openBrowser(browser: Browser, options: Parameters<Browser['open']>[0]): Promise<OpenedBrowser> {
  const opening = await browser.open(options)
  if (!opening.opened) throw new Error(opening.why)
  return opening.browser
}
