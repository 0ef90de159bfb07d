import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDashboard, type History, openHistory, serveDashboard, writeSite } from '../src/site.js'
import { findChromium, startChromium } from './chromium.js'
import { overlappingTexts } from './overlapping-texts.js'
import { hostile, siteNow, writeSiteRuns } from './site-fixture.js'

const executable = findChromium()
const reason = executable === undefined && process.env.CI !== 'true' ? ' (skipped: no Chromium on this machine)' : ''

const pages = [
  ['all recipes', '', 'index.html'],
  ['all recipes as a grid', '?view=grid', 'grid.html'],
  ['changes', 'changes', 'changes.html'],
  ['a recipe', 'recipe/notebook', 'recipe/notebook.html'],
  ['a recipe with a hostile name', undefined, undefined],
  ['a green run', 'runs/1/', 'runs/1/index.html'],
  ['a red run', 'runs/13/', 'runs/13/index.html'],
  ['a run that judged nothing', 'runs/15/', 'runs/15/index.html'],
  ['a log', 'runs/13/log/evidence%252Fapp.1.abc.log', 'runs/13/log/evidence%252Fapp.1.abc.log.html'],
] as const

describe.skipIf(reason !== '')(`the dashboard in a real browser${reason}`, () => {
  const ending = new AbortController()
  let runs: string
  let site: string
  let history: History
  let address: string
  let browser: Browser

  beforeAll(async () => {
    runs = await writeSiteRuns()
    site = mkdtempSync(join(tmpdir(), 'cc-ci-published-'))
    history = openHistory(runs)
    const source = { history, runsFolder: runs, now: () => siteNow }
    await writeSite(source, site)
    const served = await serveDashboard(createDashboard(source), { host: '127.0.0.1', port: 0, signal: ending.signal })
    address = served.address
    browser = await startChromium(executable)
  }, 60_000)
  afterAll(async () => {
    ending.abort()
    await browser?.close()
    history?.close()
    for (const folder of [runs, site]) rmSync(folder, { recursive: true, force: true })
  })

  async function open(path: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ bypassCSP: false, ...options })
    const page = await context.newPage()
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(path.includes('://') ? path : address + path)
    return { page, requests, complaints, close: () => context.close() }
  }

  /** The address of a page, of which that with the hostile name is only known by following the link. */
  async function pathOf(path: string | undefined): Promise<string> {
    if (path !== undefined) return path
    const { page, close } = await open('')
    const href = await page.locator('a.open', { hasText: '<img' }).getAttribute('href')
    await close()
    return href ?? ''
  }

  describe.each(pages)('%s', (_, servedPath, file) => {
    it.each([
      ['light', 1280],
      ['dark', 360],
    ] as const)(
      'has nothing that axe finds fault with, in %s at %i px, no sideways scrolling, and no text on another',
      async (colorScheme, width) => {
        const path = await pathOf(servedPath)
        const { page, close } = await open(path, { colorScheme, viewport: { width, height: 800 }, bypassCSP: true })
        await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true')
        await page.evaluate(axe.source)
        const found = (await page.evaluate(
          'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })',
        )) as { violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }
        const violations = found.violations.map(({ id, nodes }) => ({
          id,
          first: nodes[0]?.target,
          why: nodes[0]?.failureSummary,
        }))
        expect(violations).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
        expect(await overlappingTexts(page)).toEqual([])
        await close()
      },
    )

    it('P-07: asks this site for everything, complains of nothing, and its first view has less than 150 kB', async () => {
      const path = await pathOf(servedPath)
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const page = await context.newPage()
      const answers: { url: string; size: number }[] = []
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      page.on('response', async (response) => {
        const size = Number(response.headers()['content-length'] ?? 0) || (await response.body()).length
        answers.push({ url: response.url(), size })
      })
      await page.goto(address + path, { waitUntil: 'networkidle' })
      expect(answers.filter(({ url }) => !url.startsWith(address) && !url.startsWith('data:'))).toEqual([])
      expect(complaints).toEqual([])
      expect(answers.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(150_000)
      await context.close()
    })

    it('says the same from files, without a server and without JavaScript', async () => {
      if (file === undefined) return
      const served = await open(servedPath ?? '', { javaScriptEnabled: false })
      const written = await open(pathToFileURL(join(site, file)).href.replaceAll('%2525', '%25'), {
        javaScriptEnabled: false,
      })
      const text = (page: Page): Promise<string | null> => page.locator('main').textContent()
      expect(await text(written.page)).toBe(await text(served.page))
      expect(written.complaints).toEqual([])
      await served.close()
      await written.close()
    })
  })

  it('lists what needs attention first: regressed, red, not judged, stale, flaky, never tested on main, then the rest', async () => {
    const { page, close } = await open('', { javaScriptEnabled: false })
    const names = await page.locator('tr.entry th').allTextContents()
    expect(names).toEqual([
      'nextcloud',
      hostile,
      'ghost',
      'broken-host',
      'static-page',
      'wobbly',
      'only-proposed',
      'notebook',
    ])
    await close()
  })

  it('filters by the words of the address without JavaScript, and as one types with it, in the address, too', async () => {
    const plain = await open('?q=s%3Afailed+r%3Abackup_restore', { javaScriptEnabled: false })
    const visible = async (page: Page) => page.locator('tr.entry:visible th').allTextContents()
    expect(await visible(plain.page)).toEqual(['nextcloud', hostile, 'ghost'])
    await plain.close()
    for (const start of ['', pathToFileURL(join(site, 'index.html')).href]) {
      const { page, close } = await open(start)
      await page.keyboard.press('/')
      await page.keyboard.type('needs:flaky')
      expect(await visible(page)).toEqual(['wobbly'])
      expect(page.url()).toContain('?q=needs%3Aflaky')
      await page.keyboard.type(' nothing')
      expect(await page.getByText('No recipe matches.').isVisible()).toBe(true)
      await close()
    }
  })

  it('is walked through by keys alone: from the list to a recipe, to a run, to a log', async () => {
    const { page, close } = await open('')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/recipe/nextcloud')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/runs/13/')
    await page.getByRole('link', { name: 'evidence/app.1.abc.log' }).first().press('Enter')
    await page.waitForURL('**/log/**')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('2')
    await close()
  })

  it('shows help for its keys, and lets them be turned off', async () => {
    const { page, close } = await open('')
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog', { name: 'Keys' }).isVisible()).toBe(true)
    await page.getByLabel('Keys are on').press('Space')
    await page.getByRole('button', { name: 'Close' }).press('Enter')
    await page.keyboard.press('j')
    expect(await page.evaluate('document.activeElement.className')).not.toBe('open')
    await close()
  })

  it('keeps the theme that was chosen', async () => {
    const { page, close } = await open('', { colorScheme: 'light' })
    await page.getByLabel('dark').check()
    await page.goto(`${address}changes`)
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(15, 20, 25)')
    await close()
  })

  it('colours a log, links its lines, and searches it', async () => {
    const { page, close } = await open('runs/13/log/evidence%252Fapp.1.abc.log')
    expect(await page.locator('#L2 .ansi-red-fg').textContent()).toBe('red')
    expect(await page.locator('.log img, .log script').count()).toBe(0)
    await page.getByLabel('Search this log').fill('RED')
    expect(await page.locator('.log li:visible').count()).toBe(1)
    expect(await page.getByText('1 of 3 lines').isVisible()).toBe(true)
    await close()
  })
})
