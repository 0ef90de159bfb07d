import {
  exampleRunResult,
  levelFiveResult,
  notJudgedResult,
  redRestoreResult,
  skippedRungResult,
} from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { renderAltText } from './alt-text.js'
import { formatAge, formatSeconds } from './duration.js'
import { maskValues } from './mask-values.js'
import { relativeLink } from './relative-link.js'
import { nextStep, rungViews, versionsLine } from './run-view.js'

const base = exampleRunResult()
const { rungs } = base

describe('what is shown of a rung', () => {
  it('V-08: a pass above the level is not counted', () => {
    expect(rungViews(redRestoreResult()).map(({ status }) => status)).toEqual([
      ...['pass', 'pass', 'fail', 'notCounted', 'notCounted'],
    ])
  })

  it('a pass with a retry is shown as such, on its own rung only', () => {
    const stages = base.stages.map((stage) => ({
      ...stage,
      tests: stage.tests.map((test) => ({ ...test, flaky: stage.name === 'backup' })),
    }))
    expect(rungViews({ ...base, stages }).map(({ status }) => status)).toEqual([
      ...['pass', 'pass', 'flaky', 'pass', 'pass'],
    ])
  })

  it('P-07: the alternative text names every rung', () => {
    expect(renderAltText(redRestoreResult())).toBe(
      'nextcloud PR 42: level 2 of 5, Upgrades. Install passed, 94 s. Upgrade passed, 61 s · data kept. Backup + restore FAILED, 0 of 3 rows back. App works passed, not counted, 6 of 6. Lint passed, not counted, clean.',
    )
  })
})

describe('the next step', () => {
  it.each([
    ['everything passed', levelFiveResult(), 'Top level', 'every rung passed'],
    ['a rung was skipped', skippedRungResult(), 'Top level', 'not applicable, as declared: Backup + restore'],
    [
      'a step is known',
      redRestoreResult(),
      'To reach L5, fix one thing',
      'put volume "db" into the backup: its 3 rows were lost (compose.yml:48)',
    ],
    [
      'nothing was judged',
      notJudgedResult(),
      'Not judged, no level lost',
      'service "app" was not placed for 30 s: insufficient memory on 1 node. Free memory on the host, then run it again.',
    ],
    [
      'a fault at level 5',
      { ...redRestoreResult(), level: 5, next: null },
      'Top level, but the run is red',
      redRestoreResult().fault?.evidence,
    ],
    [
      'no step is known',
      {
        ...base,
        level: 4,
        rungs: { ...rungs, lint: { status: 'unverified' as const, seconds: 0, fact: 'no linter' } },
      },
      'Why not higher',
      'Lint: no linter',
    ],
  ])('when %s', (_, result, heading, text) => {
    expect(nextStep(result)).toEqual({ heading, text })
  })
})

it.each([
  [base, '1.0.0+2.38.0 → 1.1.0+2.39.0'],
  [{ ...base, version: null }, '1.0.0+2.38.0 → a91b77d'],
  [{ ...base, base: { kind: 'ref' as const, version: null, ref: '0123456789', reason: '' } }, '0123456 → 1.1.0+2.39.0'],
  [{ ...base, base: { kind: 'skip' as const, version: null, ref: null, reason: '' } }, '1.1.0+2.39.0'],
])('the versions line is right for base and head (%#)', (result, line) => {
  expect(versionsLine(result)).toBe(line)
})

it.each([
  [0, '0 s'],
  [1.44, '1.4 s'],
  [94.4, '94 s'],
  [312, '5 m 12 s'],
  [3780, '1 h 3 m'],
])('%d seconds read %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text)
})

it.each([
  [-5, 'just now'],
  [59, 'just now'],
  [60, '1 minute ago'],
  [7200, '2 hours ago'],
  [86_400 * 3, '3 days ago'],
])('%d seconds ago reads %s', (seconds, text) => {
  expect(formatAge(seconds)).toBe(text)
})

it.each([
  ['summary.png', 'summary.png'],
  ['junit/cc ci.xml', 'junit/cc%20ci.xml'],
  ['javascript:alert(1)', 'javascript%3Aalert(1)'],
  ['../secret', undefined],
  ['/etc/passwd', undefined],
  ['//host/x', undefined],
  ['a\\b', undefined],
])('the artefact path %s is linked as %s', (path, href) => {
  expect(relativeLink(path)).toBe(href)
})

it('P-05: values whose key names a secret are masked at any depth', () => {
  expect(maskValues({ A: 'x', extraEnv: { DB_PASSWORD: 'p', API_KEY: 'k', nested: [{ authToken: 't' }] } })).toEqual({
    A: 'x',
    extraEnv: { DB_PASSWORD: '***', API_KEY: '***', nested: [{ authToken: '***' }] },
  })
})
