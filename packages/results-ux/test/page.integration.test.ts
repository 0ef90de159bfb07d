import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { levelFiveResult, notJudgedResult, redRestoreResult, skippedRungResult } from '@cc-ci/contracts/testing'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderRunPage, surfaces } from '../src/index.js'
import { findChromium, startChromium } from './chromium.js'
import { overlappingTexts } from './overlapping-texts.js'

const executable = findChromium()
const reason = executable === undefined && process.env.CI !== 'true' ? ' (skipped: no Chromium on this machine)' : ''

describe.skipIf(reason !== '')(`the page of a run in a real browser${reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'cc-ci-page-'))
  let browser: Browser

  beforeAll(async () => {
    browser = await startChromium(executable)
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Opens the page from disk and hands over what it asked for and complained about. */
  async function open(result: RunResult, options: BrowserContextOptions = {}) {
    const file = join(folder, 'summary.html')
    writeFileSync(file, renderRunPage(result))
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    const url = pathToFileURL(file).href
    await page.goto(url, { waitUntil: 'networkidle' })
    return { page, url, requests, complaints, close: () => context.close() }
  }

  const examples = [levelFiveResult, redRestoreResult, skippedRungResult, notJudgedResult]

  it.each(examples.map((example) => [example.name, example] as const))(
    'P-07: %s asks for nothing but itself and has no complaint',
    async (_, example) => {
      const { url, requests, complaints, close } = await open(example())
      expect(requests).toEqual([url])
      expect(complaints).toEqual([])
      await close()
    },
  )

  it.each(['light', 'dark'] as const)('follows the %s theme of the system', async (theme) => {
    const { page, close } = await open(redRestoreResult(), { colorScheme: theme })
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(background).toBe(rgb(surfaces[theme].page))
    await close()
  })

  it('shows the failure before anything else, with the logs of the failed service', async () => {
    const { page, close } = await open(redRestoreResult(), { javaScriptEnabled: false })
    expect(await page.locator('h2').first().textContent()).toBe('What failed')
    expect(await page.getByRole('region', { name: 'Last 3 log lines of db' }).isVisible()).toBe(true)
    expect(await page.getByText('select count(*) from <oc_files>').isVisible()).toBe(true)
    await close()
  })

  it('folds and unfolds its details without JavaScript', async () => {
    const { page, close } = await open(levelFiveResult(), { javaScriptEnabled: false })
    const row = page.getByRole('rowheader', { name: 'saves a note' })
    expect(await row.isVisible()).toBe(false)
    await page.locator('summary', { hasText: 'custom' }).press('Enter')
    expect(await row.isVisible()).toBe(true)
    await close()
  })

  it('is reached by keyboard from the skip link on, each stop with a visible 3 px ring', async () => {
    const { page, close } = await open(redRestoreResult())
    const stops = await tabThrough(page)
    expect(stops[0]).toMatchObject({ text: 'Skip to the result' })
    expect(stops.map(({ text }) => text)).toEqual(
      expect.arrayContaining([expect.stringContaining('cc-ci test'), 'JUnit XML']),
    )
    for (const { text, outline } of stops) expect(`${text}: ${outline}`).toBe(`${text}: solid 3px`)
    await close()
  })

  it.each(examples.map((example) => [example.name, example] as const))(
    'needs no horizontal scrolling, has no text on another, and nothing that axe finds fault with at 360 px for %s',
    async (_, example) => {
      const viewport = { width: 360, height: 740 }
      const { page, close } = await open(example(), { viewport, bypassCSP: true, colorScheme: 'dark' })
      await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
      expect(await overlappingTexts(page)).toEqual([])
      await page.evaluate(axe.source)
      const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string }[] }
      expect(violations.map(({ id }) => id)).toEqual([])
      await close()
    },
  )

  it('would tell of texts that lie on each other', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.setContent('<p style="position:absolute;top:9px">one</p><p style="position:absolute;top:12px">other</p>')
    expect(await overlappingTexts(page)).toEqual(['one / other'])
    await context.close()
  })

  it('runs nothing and loads nothing that a recipe smuggled into its result', async () => {
    const evil = '<img src="https://evil.example/x.png" onerror="document.title=1"><script>document.title=2</script>'
    const result = redRestoreResult()
    const { page, url, requests, close } = await open({
      ...result,
      recipe: evil,
      notes: [evil],
      artefacts: { ...result.artefacts, log: 'javascript:document.title=3', junit: '../../secret' },
    })
    expect(requests).toEqual([url])
    expect(await page.title()).toContain('<script>')
    expect(await page.locator('a[href^="javascript:"], a[href*=".."], img, script').count()).toBe(0)
    await close()
  })
})

interface Stop {
  readonly text: string
  readonly outline: string
}

async function tabThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = []
  for (;;) {
    await page.keyboard.press('Tab')
    const stop = (await page.evaluate(`(() => {
      const element = document.activeElement
      if (element === null || element === document.body || element.dataset.seen) return null
      element.dataset.seen = 'yes'
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return { text: element.textContent.trim(), outline: outlineStyle + ' ' + outlineWidth }
    })()`)) as Stop | null
    if (stop === null) return stops
    stops.push(stop)
  }
}

function rgb(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((offset) => Number.parseInt(colour.slice(offset, offset + 2), 16))
  return `rgb(${red}, ${green}, ${blue})`
}
