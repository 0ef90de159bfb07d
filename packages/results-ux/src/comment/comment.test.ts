import type { RunResult } from '@cc-ci/contracts/run-result'
import { levelFiveResult, notJudgedResult, redRestoreResult, skippedRungResult } from '@cc-ci/contracts/testing'
import fc from 'fast-check'
import { marked } from 'marked'
import { describe, expect, it } from 'vitest'
import { compareRuns } from '../compare/compare-runs.js'
import { toRunRow } from '../history/run-row.js'
import { longestComment, renderComment, renderQueuedComment, renderRunningComment } from './comment.js'
import { mayReplace, parseMarker } from './marker.js'

const links = {
  page: 'https://ci.example.org/runs/1873/',
  badge: 'https://ci.example.org/runs/1873/badge.svg',
  card: 'https://forge.example.org/attachments/1',
  darkCard: 'https://forge.example.org/attachments/2',
}
const main = (result: RunResult): RunResult => ({ ...levelFiveResult(), recipe: result.recipe, pr: null, level: 4 })
const lines = (text: string): string[] => text.split('\n').filter(Boolean)

describe('the comment of a pull request', () => {
  it.each<readonly [string, string]>([
    ['queued', renderQueuedComment({ recipe: 'nextcloud', seq: 12, place: 2, seconds: 360 })],
    ['running', renderRunningComment({ recipe: 'nextcloud', seq: 12, tier: 'upgrade', step: 3, of: 5 })],
    ['level 5', renderComment(levelFiveResult(), { links })],
    [
      'level 2, red, against main',
      renderComment(redRestoreResult(), {
        links,
        main: compareRuns(main(redRestoreResult()), redRestoreResult()),
        recent: [toRunRow(redRestoreResult(), '1873')],
      }),
    ],
    ['a rung that does not apply', renderComment(skippedRungResult(), { links })],
    ['not judged', renderComment(notJudgedResult(), { links })],
    ['a quick run', renderComment({ ...levelFiveResult(), mode: 'quick' }, { links })],
    ...[0, 1, 3, 4].map(
      (level) => [`level ${level}`, renderComment({ ...redRestoreResult(), level }, { links })] as const,
    ),
  ])('for %s is as it was agreed', async (name, comment) => {
    await expect(comment).toMatchFileSnapshot(`../../test/golden/comment/${name.replaceAll(/[^a-z0-9]+/g, '-')}.md`)
  })

  it('says the level, main’s level and the difference in its heading, and then the one thing to do', () => {
    const red = redRestoreResult()
    const [, heading, , next] = lines(renderComment(red, { links, main: compareRuns(main(red), red) }))
    expect(heading).toBe('### 🌻 nextcloud: level 2 of 5, "Upgrades" (main: 4, ▼2)')
    expect(next).toMatch(/^\*\*To reach L5, fix one thing:\*\* .*compose\.yml:48/)
  })

  it('has three lines when it is green on the level of main', () => {
    const green = levelFiveResult()
    const four: RunResult = { ...green, level: 4, next: { toLevel: 5, text: 'give the image a tag', place: null } }
    expect(lines(renderComment(green, { links, main: compareRuns(green, green) }))).toHaveLength(3)
    expect(lines(renderComment(four, { links, main: compareRuns(four, four) }))).toHaveLength(4)
  })

  it('shows no picture and no link that it was not given', () => {
    expect(renderComment(redRestoreResult())).not.toMatch(/<img|<a |\]\(/)
  })

  it('says of a run that judged nothing that nothing was found out, and names no level', () => {
    const comment = renderComment(notJudgedResult(), { links })
    expect(comment).toContain('nothing was found out about the recipe')
    expect(comment).not.toMatch(/level \d/)
  })

  it('begins with another flower now and then, the same for the same run', () => {
    const flowers = Array.from({ length: 70 }, (_, seq) =>
      renderComment({ ...levelFiveResult(), seq })
        .split('### ')[1]
        ?.slice(0, 2),
    )
    expect(flowers.filter((flower) => flower === '🌻').length).toBeGreaterThan(55)
    expect(new Set(flowers).size).toBe(5)
    expect(renderComment({ ...levelFiveResult(), seq: 7 }, { flowers: ['a', 'b'] })).toContain('### b ')
  })

  it('stays within what a forge takes, and says what it left out', () => {
    const red = redRestoreResult()
    const message = 'x'.repeat(10_000)
    const tests = Array.from({ length: 5_000 }, (_, index) => ({
      ...red.stages[0]?.tests[0],
      id: String(index),
      name: message,
      status: 'fail',
      message,
    }))
    const huge = {
      ...red,
      fault: { ...red.fault, logs: Array.from({ length: 40 }, () => message) },
      reproduce: message.repeat(10),
      stages: [{ ...red.stages[0], tests }],
    } as unknown as RunResult
    const comment = renderComment(huge, { links })
    expect(comment.length).toBeLessThan(longestComment)
    expect(comment).toContain('too long for a comment')
  })
})

describe('the marker of a comment', () => {
  it('is found again with recipe and sequence, only at the very beginning', () => {
    const comment = renderComment({ ...redRestoreResult(), recipe: 'a -- b >' })
    expect(parseMarker(comment)).toEqual({ recipe: 'a -- b >', seq: 1873 })
    expect(parseMarker(`quoted: ${comment}`)).toBeUndefined()
    expect(parseMarker('<!-- cc-ci:v1 recipe=%E0%A4%A seq=1 -->')).toBeUndefined()
  })

  it('lets a later run replace an earlier one, and never the other way round', () => {
    expect(mayReplace({ recipe: 'a', seq: 1 }, { recipe: 'a', seq: 2 })).toBe(true)
    expect(mayReplace({ recipe: 'a', seq: 2 }, { recipe: 'a', seq: 2 })).toBe(true)
    expect(mayReplace({ recipe: 'a', seq: 3 }, { recipe: 'a', seq: 2 })).toBe(false)
    expect(mayReplace({ recipe: 'a', seq: 1 }, { recipe: 'b', seq: 2 })).toBe(false)
  })
})

const evil = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '<img src=x>',
          '<script>',
          '</details>',
          '<!-- cc-ci:v1 recipe=x seq=999 -->',
          '-->',
          '```',
          '~~~',
          '|',
          '\n',
          '\n\n',
          '# h',
          '- l',
        ],
        ...[
          '@root',
          '#123',
          '!7',
          'https://evil.example',
          'www.evil.example',
          '[a](b)',
          '![a](b)',
          '`',
          '**',
          '\\',
          '\u001b[31m',
          '\u202e',
          '\u0000',
          '&lt;',
          '<a href=x>',
        ],
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

describe('a comment of hostile texts', () => {
  it('has no element, no second marker, no mention, no reference and no link of theirs', () => {
    const allowed = new Set([
      'h3',
      'p',
      'a',
      'img',
      'strong',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'details',
      'summary',
      'code',
      'pre',
      'ul',
      'li',
      'picture',
      'source',
      'br',
    ])
    fc.assert(
      fc.property(evil, evil, evil, (one, two, three) => {
        const red = redRestoreResult()
        const hostile = {
          ...red,
          ...{
            recipe: one || 'x',
            version: two,
            runId: three,
            reproduce: two,
            next: { toLevel: 5, text: three, place: one },
          },
          fault: red.fault && { ...red.fault, evidence: one, service: two, logs: [three, one], noLogs: two },
          rungs: { ...red.rungs, install: { status: 'pass' as const, seconds: 1, fact: two } },
          stages: red.stages.map((stage) => ({
            ...stage,
            tests: stage.tests.map((test) => ({ ...test, name: one, message: three })),
          })),
        }
        const comment = renderComment(hostile, { links, main: compareRuns(main(red), red) })
        const html = marked.parse(comment, { async: false, gfm: true }).replace(/<!--[\s\S]*?-->/, '')
        const elements = [...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name = '']) => name.toLowerCase())
        expect(elements.filter((name) => !allowed.has(name))).toEqual([])
        expect(elements.filter((name) => name === 'img')).toHaveLength(2)
        expect(html).not.toContain('<!--')
        const outside = html.replace(/<pre>[\s\S]*?<\/pre>/g, '').replace(/="[^"]*"/g, '')
        expect(outside).not.toMatch(/@root|#123|!7|https:\/\/evil|www\.evil/)
        expect((html.match(/<details>/g) ?? []).length).toBe((html.match(/<\/details>/g) ?? []).length)
      }),
      { numRuns: 150, seed: 1126 },
    )
  })
})
