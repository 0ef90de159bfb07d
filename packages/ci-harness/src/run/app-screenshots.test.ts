import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drawPng } from '../testing/draw-png.js'
import { InMemoryBrowser, type InMemoryPage } from '../testing/in-memory-browser.js'
import { AppScreenshots, type ScreenshotPlan } from './app-screenshots.js'
import { SecretMask } from './secret-mask.js'

const one = drawPng(4, 4, () => [1, 2, 3])
const other = drawPng(4, 4, (x) => (x === 0 ? [9, 9, 9] : [1, 2, 3]))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cc-ci-shots-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function begin({ settings = {}, pages = { '/': { png: one } }, missing, signal, arrive }: Beginning = {}) {
  const mask = new SecretMask()
  mask.add('correct-horse-battery')
  const browser = new InMemoryBrowser(pages, missing === undefined ? {} : { missing })
  const phases: string[] = []
  const screenshots = new AppScreenshots({
    ...{ domain: 'wiki.ci.test', folder, browser, mask, startedAt: new Date(0) },
    settings: recipeSettingsSchema.parse({ screenshot: settings }),
    journal: {
      phase: (name, work) => {
        phases.push(name)
        return work()
      },
    },
    signal: signal ?? new AbortController().signal,
    arrive,
  })
  return { screenshots, browser, phases }
}

interface Beginning {
  readonly arrive?: ScreenshotPlan['arrive']
  readonly settings?: Readonly<Record<string, unknown>>
  readonly pages?: Readonly<Record<string, InMemoryPage>>
  readonly missing?: string
  readonly signal?: AbortSignal
}

describe('the pictures of a run', () => {
  it('are one a moment, the newest of them, and how much has changed', async () => {
    const { screenshots, browser } = begin()
    screenshots.take('installed')
    await screenshots.settled()
    screenshots.take('upgraded')
    await screenshots.settled()
    browser.show('/', { png: other })
    screenshots.take('restored')
    await screenshots.settled()

    expect(screenshots.outcome()).toEqual({
      screenshot: 'screenshot.png',
      screenshotReason: null,
      leaked: false,
      screenshots: [
        { moment: 'installed', file: 'screenshots/installed.png', reason: null, changed: null },
        { moment: 'upgraded', file: 'screenshots/upgraded.png', reason: null, changed: 0 },
        { moment: 'restored', file: 'screenshots/restored.png', reason: null, changed: 0.25 },
      ],
    })
    expect(readFileSync(join(folder, 'screenshots/installed.png')).equals(one)).toBe(true)
    expect(readFileSync(join(folder, 'screenshot.png')).equals(other)).toBe(true)
  })

  it('keep the good one when a later one fails, which has its reason', async () => {
    const { screenshots, browser } = begin()
    screenshots.take('installed')
    await screenshots.settled()
    browser.show('/', { why: 'HTTP 503 at /' })
    screenshots.take('restored')
    await screenshots.settled()

    expect(screenshots.outcome()).toMatchObject({
      screenshot: 'screenshot.png',
      screenshotReason: null,
      screenshots: [{ reason: null }, { moment: 'restored', file: null, reason: 'HTTP 503 at /', changed: null }],
    })
  })

  it('are as the recipe’s settings say, and what it accepts counts as the app', async () => {
    const { screenshots, browser } = begin({ settings: { path: '/login', waitFor: '#form', mask: ['.key'] } })
    screenshots.take('installed')
    await screenshots.settled()

    expect(browser.requests).toMatchObject([
      { path: '/login', waitFor: '#form', mask: ['.key'], accepted: [200, 301, 302], deadlineMs: 45_000 },
    ])
    expect(screenshots.outcome().screenshotReason).toBe('HTTP 404 at /login')
  })

  it('are of where the recipe’s code sent a visitor ahead', async () => {
    const arrival = { url: 'https://wiki.ci.test/members?token=x', storage: { cookies: [], origins: [] } }
    const { screenshots, browser } = begin({ arrive: async () => arrival, pages: { '/members': { png: one } } })
    screenshots.take('installed')
    await screenshots.settled()

    expect(browser.requests).toMatchObject([{ path: '/members', arrival }])
    expect(screenshots.outcome().screenshot).toBe('screenshot.png')
  })

  it('cost the run a phase only when it has to wait for one', async () => {
    const { screenshots, phases } = begin()
    await screenshots.settled()
    expect(phases).toEqual([])
    screenshots.take('installed')
    await screenshots.settled()
    await screenshots.settled()
    expect(phases).toEqual(['screenshot'])
  })
})

describe('no picture', () => {
  it('X-05: is kept of a page that shows a secret: that is a leak', async () => {
    const { screenshots } = begin({ pages: { '/': { png: one, text: 'Your password: correct-horse-battery' } } })
    screenshots.take('installed')
    await screenshots.settled()

    expect(screenshots.outcome()).toMatchObject({
      screenshot: null,
      screenshotReason: 'the page shows a secret',
      leaked: true,
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('is taken when the recipe’s code could not lead to it; its words are the reason, without secrets', async () => {
    const { screenshots, browser } = begin({
      arrive: async () => {
        throw new Error('screenshot in hooks.ts failed: correct-horse-battery is wrong')
      },
    })
    screenshots.take('installed')
    await screenshots.settled()

    expect(screenshots.outcome().screenshotReason).toBe('screenshot in hooks.ts failed: *** is wrong')
    expect(browser.requests).toEqual([])
  })

  it('is taken where something is missing; the reason names the command', async () => {
    const { screenshots } = begin({ missing: 'no Chromium; run: apt-get install chromium' })
    screenshots.take('installed')
    await screenshots.close()

    expect(screenshots.outcome()).toMatchObject({
      screenshot: null,
      screenshotReason: 'no Chromium; run: apt-get install chromium',
    })
  })

  it('is taken where the recipe wants none, and no browser is started', async () => {
    const { screenshots, browser } = begin({ settings: { off: 'it is a mail server' } })
    screenshots.prepare()
    screenshots.take('installed')
    await screenshots.settled()

    expect(browser.running).toEqual([])
    expect(screenshots.outcome()).toMatchObject({ screenshotReason: 'it is a mail server', screenshots: [] })
  })

  it('is there of an app that never ran', async () => {
    const { screenshots } = begin()
    screenshots.prepare()
    await screenshots.close()

    expect(screenshots.outcome()).toMatchObject({ screenshotReason: 'the app was not up', screenshots: [] })
  })

  it('V-13: is a reason and no failure of the run where a page outlasts its time', async () => {
    const { screenshots } = begin({ pages: { '/': { why: 'the page never rested within 45 s' } } })
    screenshots.take('installed')

    await expect(screenshots.settled()).resolves.toBeUndefined()
    expect(screenshots.outcome()).toMatchObject({
      ...{ screenshot: null, screenshotReason: 'the page never rested within 45 s', leaked: false },
    })
  })

  it('P-04: is no error when it cannot be written', async () => {
    writeFileSync(join(folder, 'screenshots'), 'a file where a folder should be')
    const { screenshots } = begin()
    screenshots.take('installed')
    await screenshots.settled()

    expect(screenshots.outcome()).toMatchObject({ screenshot: null, screenshotReason: 'it could not be kept: EEXIST' })
  })

  it('reveals a secret by its reason', async () => {
    const { screenshots } = begin({ pages: { '/': { why: 'correct-horse-battery does not resolve' } } })
    screenshots.take('installed')
    await screenshots.settled()

    expect(screenshots.outcome().screenshotReason).toBe('*** does not resolve')
  })
})

describe('the browser', () => {
  it('is started ahead of the first picture, once, and ends with the run', async () => {
    const { screenshots, browser } = begin()
    screenshots.prepare()
    screenshots.take('installed')
    await screenshots.settled()
    expect(browser.running).toEqual(['wiki.ci.test'])
    await screenshots.close()
    expect(browser.running).toEqual([])
  })

  it('H-02: ends with a run that is cancelled before its picture', async () => {
    const { screenshots, browser } = begin({ signal: AbortSignal.abort() })
    screenshots.take('installed')
    await screenshots.close()

    expect(browser.running).toEqual([])
    expect(screenshots.outcome()).toMatchObject({ screenshot: null, screenshotReason: 'the run ended first' })
  })
})
