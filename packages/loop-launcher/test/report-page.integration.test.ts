import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readUsage } from '@cc-ci/contracts/agent-client'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, startChromium } from '../../results-ux/test/chromium.js'
import { overlappingTexts } from '../../results-ux/test/overlapping-texts.js'
import { buildReport } from '../src/report/build-report.js'
import { renderReport } from '../src/report/render-report.js'

const executable = findChromium()
const reason = executable === undefined && process.env.CI !== 'true' ? ' (skipped: no Chromium on this machine)' : ''

const now = 1_795_400_000
const usage = (model: string) =>
  readUsage([
    JSON.stringify({
      type: 'assistant',
      timestamp: new Date(now * 1000).toISOString(),
      message: { id: model, model, usage: { output_tokens: 1_234_567, cache_read_input_tokens: 987_654_321 } },
    }),
  ])
const entries = Array.from({ length: 30 }, (_, index) => [
  { at: now + index * 60, event: 'starting', resumed: index > 0, version: '2.1.330', model: 'large', phase: '1' },
  { at: now + index * 60 + 30, event: 'exited', code: null, signal: 'SIGKILL' },
]).flat()
const commit = (at: number, subject: string) => ({ hash: 'a'.repeat(40), at, subject })

const page = renderReport(
  buildReport({
    now,
    loops: ['builder', 'adversary'].map((name) => ({
      ...{ name, role: name },
      journal: { entries, unreadable: 2 },
      usage: usage(`a-model-of-a-rather-long-name-for-the-${name}`),
    })),
    phases: [
      {
        ...{ id: '1', title: 'The server', done: false, veto: 'tests were weakened' },
        items: [
          { id: 'D1', title: 'An allowed comment on a pull request starts exactly one run of its head' },
          { id: 'D2', title: 'averylongwordwithoutanyplacetobreakit'.repeat(3) },
        ],
        findings: [{ id: 'F1', item: 'D1', open: true, text: 'two runs were started' }],
      },
      { id: '2', title: 'Tests', done: true, veto: undefined, items: [{ id: 'E1', title: 'x' }], findings: [] },
    ],
    commits: [
      commit(now, 'claim(1/D1): x'),
      commit(now + 60, 'review(1/D1): PASS'),
      commit(now + 90, 'review(1/D1): FAIL'),
      commit(now + 99, 'veto(1): tests were weakened'),
    ],
  }),
)

describe.skipIf(reason !== '')(`the report in a real browser${reason}`, () => {
  let browser: Browser
  let address: string
  beforeAll(async () => {
    const file = join(temporaryFolder(afterAll), 'report.html')
    writeFileSync(file, page)
    address = pathToFileURL(file).href
    browser = await startChromium(executable)
  }, 60_000)
  afterAll(() => browser?.close())

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const)(
    'has nothing that axe finds fault with, in %s at %i px, and no sideways scrolling',
    async (theme, width) => {
      const context = await browser.newContext({
        colorScheme: theme,
        viewport: { width, height: 800 },
        bypassCSP: true,
      })
      const open = await context.newPage()
      const requests: string[] = []
      open.on('request', (request) => requests.push(request.url()))
      await open.goto(address)
      await open.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true')
      await open.evaluate(axe.source)
      const found = (await open.evaluate(
        'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })',
      )) as { violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }

      expect(found.violations.map(({ id, nodes }) => [id, nodes[0]?.target, nodes[0]?.failureSummary])).toEqual([])
      expect(await open.evaluate('document.documentElement.scrollWidth')).toBe(width)
      const tables = '[...document.querySelectorAll(".scroll")].map((each) => each.scrollWidth - each.clientWidth)'
      if (width === 1280) expect(await open.evaluate(tables)).toEqual([0, 0, 0])
      expect(await overlappingTexts(open)).toEqual([])
      expect(requests).toEqual([address])
      await context.close()
    },
  )
})
