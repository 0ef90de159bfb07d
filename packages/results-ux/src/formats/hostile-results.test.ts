import type { RunResult } from '@cc-ci/contracts/run-result'
import { DOMParser } from '@xmldom/xmldom'
import { validateStrict } from 'ctrf'
import fc from 'fast-check'
import { marked } from 'marked'
import { Parser } from 'tap-parser'
import { describe, expect, it } from 'vitest'
import { evil, hostileResult, seed, skeletonOf } from '../../test/hostile-result.js'
import { renderFleetPage } from '../dashboard/fleet-page.js'
import { linksFrom } from '../dashboard/links.js'
import { logLines } from '../dashboard/log-lines.js'
import { renderRecipePage } from '../dashboard/recipe-page.js'
import { renderSiteRunPage } from '../dashboard/run-page.js'
import { toRunRow } from '../history/run-row.js'
import { renderCardSvg } from '../render/card.js'
import { renderSummary } from '../render/summary.js'
import { renderAtom } from './atom.js'
import { renderAs } from './formats.js'
import { renderMetrics } from './prometheus.js'

/** Controls, and marks that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const tidyTerminal = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

function hold(check: (result: RunResult) => void, numRuns = 60): void {
  fc.assert(fc.property(hostileResult, check), { numRuns, seed })
}

/** What runs, loads or leads elsewhere, and what the texts themselves would bring. */
const dangerous = /evil|^(script|iframe|object|embed|base|form action|link)( |$)|\bon[a-z]+\b|srcdoc/

describe('a result of hostile texts', () => {
  it('is well-formed as badge, card and JUnit, without an element of theirs', () => {
    hold((result) => {
      for (const text of [
        renderAs('badge', result, { now: 0 }),
        renderCardSvg(result, { theme: 'light' }),
        renderAs('junit', result, { now: 0 }),
      ]) {
        const problems: string[] = []
        const document = new DOMParser({
          onError: (level, message) => level !== 'warning' && problems.push(message),
        }).parseFromString(text, 'text/xml')
        expect(problems).toEqual([])
        const names = new Set([...document.getElementsByTagName('*')].map((element) => element.tagName))
        for (const name of ['script', 'img', 'style', 'foreignObject', 'a']) expect(names).not.toContain(name)
      }
    })
  })

  it('has no element or attribute of theirs on its pages', () => {
    hold((result) => {
      const links = linksFrom(0, 'served')
      const row = toRunRow(result, '1')
      const entry = {
        recipe: result.recipe,
        main: row,
        before: undefined,
        latest: row,
        pullRequest: row,
        recent: [row],
      }
      const fleet = {
        query: { filter: result.recipe, view: 'table' as const },
        links,
        now: 2_000_000_000,
        skipped: [{ folder: result.recipe, reason: result.reproduce }],
      }
      const pages = [
        renderAs('page', result, { now: 0 }),
        renderSiteRunPage(result, { links, folder: '1', logs: [result.recipe], files: [result.reproduce] }).replace(
          /<script src="assets\/site\.js" defer><\/script>|<link [^>]*>/g,
          '',
        ),
        renderRecipePage(result.recipe, [row], { links, baseUrl: 'https://ci.example.org/' }).replace(
          /<script src="assets\/site\.js" defer><\/script>|<link [^>]*>/g,
          '',
        ),
        renderFleetPage([entry], fleet)
          .replace(/<script src="assets\/site\.js" defer><\/script>|<link [^>]*>/g, '')
          .replace(/<form class="filter"/, '<div'),
      ]
      for (const page of pages) expect(skeletonOf(page).filter((tag) => dangerous.test(tag))).toEqual([])
      for (const page of pages) expect(page).not.toMatch(/href="\s*javascript:/i)
    })
  })

  it('is a CTRF document and a TAP stream with as many tests as there are', () => {
    hold((result) => {
      const tests = result.stages.flatMap((stage) => stage.tests).length
      const ctrf = JSON.parse(renderAs('ctrf', result, { now: 0 }))
      expect(ctrf.results.tests).toHaveLength(tests)
      const complete = Parser.parse(renderAs('tap', result, { now: 0 })).find(
        ([event]) => event === 'complete',
      )?.[1] as unknown as { count: number; bailout: unknown; plan: { end: number } }
      expect([complete.count, complete.plan.end, complete.bailout]).toEqual([tests, tests, false])
    })
  })

  it('is a CTRF document by the schema of its authors', () => {
    // Few, because each compiles the schema anew.
    for (const result of fc.sample(hostileResult, { numRuns: 3, seed }))
      expect(() => validateStrict(JSON.parse(renderAs('ctrf', result, { now: 0 })))).not.toThrow()
  })

  it('keeps every block of its report for a model closed, and its size bounded', () => {
    hold((result) => {
      const text = renderAs('markdown', result, { now: 0 })
      expect(text.length).toBeLessThan(60_000)
      const html = marked.parse(text, { async: false })
      expect(skeletonOf(html).filter((tag) => dangerous.test(tag) || /^(img|h4|h5|h6|input)\b/.test(tag))).toEqual([])
      expect(html.match(/<h2>/g)?.length).toBe(
        text.match(/^## (Outcome|Failure|Tests that failed|Data|Services|Lint|Settings and notes)$/gm)?.length,
      )
    })
  })

  it('sends nothing to a terminal that it would obey, and no line wider than it', () => {
    hold((result) => {
      const text = renderSummary(result, { colour: false, width: 80, folder: '/runs/1' })
      expect(text.replaceAll('\n', '')).not.toMatch(tidyTerminal)
      // A path that is cut could not be opened, a command not be pasted.
      const plain = renderSummary({ ...result, reproduce: '' }, { colour: false, width: 80, folder: '/runs/1' })
      const lines = plain.split('\n').filter((line) => !/^ {2}[a-z]+ +\/runs\//.test(line))
      expect(lines.filter((line) => line.length > 80)).toEqual([])
      for (const name of ['alt', 'comment', 'status', 'shields'] as const)
        expect(renderAs(name, result, { now: 0 }).replaceAll(/[\n\r\t]/g, '')).not.toMatch(tidyTerminal)
    })
  })

  it('is escaped in feed and metrics', () => {
    hold((result) => {
      const row = toRunRow(result, '1')
      const options = { title: 't', baseUrl: undefined, self: 'feed.xml', home: './', linkTo: () => 'runs/1/' }
      const problems: string[] = []
      const feed = renderAtom([{ recipe: result.recipe, from: row, to: row }], options)
      const document = new DOMParser({
        onError: (level, message) => level !== 'warning' && problems.push(message),
      }).parseFromString(feed, 'text/xml')
      expect(problems).toEqual([])
      expect(document.getElementsByTagName('entry')).toHaveLength(1)
      const metrics = renderMetrics([
        { recipe: result.recipe, main: row, before: undefined, latest: row, pullRequest: undefined, recent: [row] },
      ])
      expect(metrics.trimEnd().split('\n')).toHaveLength(12)
    })
  })

  it('is shown in a log as text', () => {
    fc.assert(
      fc.property(evil, (text) => {
        const lines = logLines(text).map(String)
        for (const line of lines) expect(skeletonOf(line).filter((tag) => tag !== 'span class')).toEqual([])
        for (const line of lines) expect(line.length).toBeLessThan(40_000)
      }),
      { numRuns: 60, seed },
    )
  })
})
