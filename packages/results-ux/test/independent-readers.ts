import { DOMParser } from '@xmldom/xmldom'
import axe from 'axe-core'
import { validateStrict } from 'ctrf'
import { parse as parseJunit } from 'junit2json'
import { marked } from 'marked'
import type { Browser } from 'playwright-core'
import { Parser } from 'tap-parser'
import { expect } from 'vitest'

/** What an output says of a run by the word of a reader that is not ours. */
export interface Read {
  readonly tests?: number
  readonly text: string
}

/** A reader for each output of one result; it throws on a document that its format does not allow. */
export const independentReaders: Readonly<Record<string, (text: string) => Read | Promise<Read>>> = {
  junit: async (text) => ({ tests: countCases(await parseJunit(text)), text }),
  ctrf(text) {
    const report = JSON.parse(text)
    validateStrict(report)
    return { tests: report.results.tests.length, text }
  },
  tap(text) {
    const complete = Parser.parse(text, { strict: true }).find(([event]) => event === 'complete')?.[1]
    const { count, failures } = complete as unknown as { count: number; failures: { tapError?: string }[] }
    expect(failures.filter(({ tapError }) => tapError)).toEqual([])
    return { tests: count, text }
  },
  shields(text) {
    const badge = JSON.parse(text)
    expect(Object.keys(badge).toSorted()).toEqual(['color', 'label', 'message', 'schemaVersion'])
    return { text: badge.message }
  },
  badge: (text) => ({ text: xmlText(text) }),
  page: (text) => ({ text }),
  markdown: (text) => ({ text: String(marked.parse(text)) }),
  comment: (text) => ({ text: String(marked.parse(text)) }),
  status: (text) => ({ text: JSON.parse(text).description }),
  alt: (text) => ({ text }),
}

/** Fails unless axe finds nothing to complain of on the page, in light at 1280 and in dark at 360 pixels, without a foreign request. */
export async function expectAccessible(browser: Browser, address: string): Promise<void> {
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 360],
  ] as const) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true })
    const page = await context.newPage()
    const foreign: string[] = []
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) foreign.push(request.url())
    })
    await page.goto(address)
    await page.evaluate(axe.source)
    const found = (await page.evaluate(
      'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })',
    )) as { violations: { id: string; nodes: { target: string[] }[] }[] }
    const violations = found.violations.map(({ id, nodes }) => [id, nodes[0]?.target])
    expect({ address, colorScheme, violations, foreign }).toEqual({ address, colorScheme, violations: [], foreign: [] })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await context.close()
  }
}

function countCases(node: unknown): number {
  const { testsuite = [], testcase = [] } = node as { testsuite?: unknown[]; testcase?: unknown[] }
  return testcase.length + testsuite.reduce<number>((sum, suite) => sum + countCases(suite), 0)
}

function xmlText(text: string): string {
  const parser = new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`)
    },
  })
  return parser.parseFromString(text, 'image/svg+xml').documentElement?.textContent ?? ''
}
