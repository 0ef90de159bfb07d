import type { Phase } from '@cc-ci/contracts/phase-plan'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimItem } from './claim-item.js'
import type { DoneRule, EvidenceFacts, PhaseFacts } from './done-rules.js'
import { judgeDone } from './judge-done.js'
import { type PhaseDocuments, readPhase } from './phase-documents.js'
import { appendLines, readDocument } from './protocol-document.js'
import { readDone } from './read-done.js'
import { recordReview } from './record-review.js'
import { putFinding } from './review-document.js'
import { liftVeto, vetoPhase } from './veto-phase.js'
import { writeDone } from './write-done.js'

const phase: Phase = {
  ...{ id: '1', title: 'The first', file: 'phase-1.md', models: {} },
  items: [
    { id: 'D1', title: 'it greets' },
    { id: 'D2', title: 'it says goodbye' },
  ],
}
const at = (time: string): Date => new Date(`2026-01-0${time}Z`)
const [committed, claimed, verified, now] = [at('1T09:00'), at('1T10:00'), at('1T11:00'), at('1T12:00')] as const
const commit = 'a'.repeat(40)

const good: EvidenceFacts = {
  ...{ onMain: true, changedSince: false, containsClaim: true, committedAt: committed },
  ...{ byAdversary: true, writtenBy: 'adversary' },
}
const facts: PhaseFacts = new Map([
  ['D1', good],
  ['D2', good],
])

interface Change {
  readonly items?: readonly string[]
  readonly verifiedAt?: Date
  readonly claimedAt?: Date
  readonly verdict?: 'PASS' | 'FAIL'
}

/** Both items claimed and passed, but D2 as the change says. */
function documents({ items = ['D1', 'D2'], ...change }: Change = {}): PhaseDocuments {
  let both = readPhase(new Map(), '1')
  for (const item of items) {
    const { verifiedAt = verified, claimedAt = claimed, verdict = 'PASS' } = item === 'D2' ? change : {}
    const status = claimItem(both, { item, commit, how: 'a', expected: 'b', where: 'c' }, { phase, now: claimedAt })
    const evidence = { commit, verifiedAt, command: 'npm test', outputSha256: 'f'.repeat(64), findings: [], closes: [] }
    const { review } = recordReview(both, { item, verdict, ...evidence }, { phase, now: verifiedAt })
    both = { status, review }
  }
  return both
}

const judge = (both: PhaseDocuments, known = facts, time = now) => judgeDone(both, phase, { facts: known, now: time })

const withFacts = (change: Partial<EvidenceFacts>): PhaseFacts => new Map([...facts, ['D2', { ...good, ...change }]])

it('a phase is done when each item has a fresh PASS of the adversary', () => {
  expect(judge(documents())).toEqual({
    ...{ phase: '1', done: true, broken: [] },
    items: phase.items.map(({ id, title }) => ({ item: id, title, broken: [] })),
  })
})

describe('C-10: a phase is not done, and the item and its rule are named, when', () => {
  it.each<[string, PhaseDocuments, PhaseFacts, DoneRule]>([
    ['an item of the plan is not in the table', documents({ items: ['D1'] }), facts, 'unclaimed'],
    ['an item was never reviewed', documents({ items: ['D1'] }), facts, 'no-pass'],
    ['the last verdict is FAIL', documents({ verdict: 'FAIL' }), facts, 'no-pass'],
    [
      'C-07: the PASS is older than 24 hours',
      documents({ verifiedAt: new Date(now.getTime() - 86_400_001), claimedAt: at('1T09:00') }),
      facts,
      'stale',
    ],
    ['C-07: the PASS is older than the claim', documents({ claimedAt: at('1T11:30') }), facts, 'older-than-claim'],
    [
      'C-07: the PASS is older than the commit that it proves',
      documents(),
      withFacts({ committedAt: at('1T11:01') }),
      'older-than-commit',
    ],
    ['the PASS is more than 5 minutes ahead', documents({ verifiedAt: at('1T12:06') }), facts, 'future'],
    [
      'the PASS was not written by the adversary',
      documents(),
      withFacts({ byAdversary: false, writtenBy: 'builder' }),
      'not-by-adversary',
    ],
    ['the commit is not on the branch', documents(), withFacts({ onMain: false }), 'not-on-main'],
    ['the commit is not in the clone at all', documents(), withFacts({ committedAt: undefined }), 'not-on-main'],
    ['git knows nothing of it', documents(), new Map([['D1', good]]), 'not-on-main'],
    ['files changed since', documents(), withFacts({ changedSince: true }), 'changed-since'],
    ['the commit lacks the claimed one', documents(), withFacts({ containsClaim: false }), 'other-commit'],
    ['a finding on it is open', withFinding('D2'), facts, 'open-finding'],
    ['a row says VETO', withRow('| D2 | VETO | x | 2026-01-01T11:30Z | | |'), facts, 'vetoed'],
    ['a later row says FAIL', withRow('| D2 | FAIL | x | 2026-01-01T11:30Z | | |'), facts, 'no-pass'],
    [
      'an earlier row stands below a FAIL',
      withRow('| D2 | FAIL | x | 2026-01-01T11:30Z | | |\n| D2 | PASS | x | 2026-01-01T11:29Z | | |'),
      facts,
      'no-pass',
    ],
    ['a verdict is no known word', withRow('| D2 | PASSED? | x | 2026-01-01T11:30Z | | |'), facts, 'no-pass'],
    ['a time has no zone', withRow('| D2 | PASS | x | 2026-01-01T11:30 | | |'), facts, 'time-unreadable'],
  ])('%s', (_, both, known, rule) => {
    const judged = judge(both, known)

    expect(judged.done).toBe(false)
    expect(judged.items.find(({ item }) => item === 'D2')?.broken.map((broken) => broken.rule)).toContain(rule)
    expect(judged.items.find(({ item }) => item === 'D1')?.broken).toEqual([])
  })

  it.each<[string, PhaseDocuments, DoneRule]>([
    ['there is a veto', vetoed(), 'vetoed'],
    [
      'STATUS.md has a veto',
      { ...documents(), status: appendLines(documents().status, ['## Veto', '', 'x']) },
      'vetoed',
    ],
    ['an item was taken out of the plan', withRow('| D3 | PASS | x | 2026-01-01T11:30Z | | |'), 'not-in-plan'],
    ['a finding on nothing of the plan is open', withFinding('everything'), 'open-finding'],
  ])('%s: it holds up the phase', (_, both, rule) => {
    expect(judge(both)).toMatchObject({ done: false, broken: [{ rule }] })
  })
})

it('no text that the commands did not write is ever taken for done', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '## DONE\n',
      '\n',
      '| item | verdict | commit | verifiedAt |\n|-|-|-|-|\n',
      '| D1 | PASS | a | 2026-01-01T11:00Z |\n',
    ),
    fc.constantFrom('| D2 | PASS | a | x |\n', '```\n', '<!--', '-->', '---\n', '## VETO\n', 'All passed.\n'),
  )
  const text = fc.array(piece).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, text, (status, review) => {
      const both = { status: readDocument(status), review: readDocument(review) }
      expect(judge(both).done || readDone(both, phase).done).toBe(false)
    }),
  )
})

it('a PASS up to 5 minutes ahead is a clock that differs', () => {
  expect(judge(documents({ verifiedAt: at('1T12:05') })).done).toBe(true)
})

it('a lifted veto and a closed finding hold up nothing, and can still be read', () => {
  const review = liftVeto(vetoed(), { phase, now, by: 'adversary' }) ?? vetoed().review
  const lifted = { ...documents(), review: putFinding(review, { ...finding, item: 'D1', state: 'closed' }) }

  expect(judge(lifted).done).toBe(true)
  expect(lifted.review.text).toContain('- 2026-01-01T12:00:00Z, adversary: weak tests')
})

describe('## DONE', () => {
  const declared = (): PhaseDocuments => ({ ...documents(), status: writeDone(documents(), phase, { now, commit }) })

  it('is written with its evidence, once however often, and is believed', () => {
    const twice = { ...declared(), status: writeDone(declared(), phase, { now, commit }) }

    expect(readDone(declared(), phase)).toEqual({ done: true, because: undefined })
    expect(twice.status.text).toBe(declared().status.text)
  })

  it.each<readonly [string, string, RegExp | undefined]>([
    ['without it', '', undefined],
    ['with nothing below', '## DONE', /nothing stands below/],
    ['inside a code block', '```\n## DONE\n\nAll passed.\n```', undefined],
    ['inside a comment', '<!--\n## DONE\n\nAll passed.\n-->', undefined],
    ['at another level', '### DONE\n\nAll passed.', undefined],
    ['with more words', '## DONE?\n\nAll passed.', undefined],
    ['without evidence', '## DONE\n\nAll passed.', /D1 has no evidence/],
    ...[
      'Not yet.',
      'TODO',
      '_TBD_',
      '(none yet)',
      '<when all items pass>',
      '{{done}}',
      'Only when every item passed.',
    ].map((line) => [`L-05: above “${line}”`, `## DONE\n\n${line}`, /keeps the place|says that it is not/] as const),
    ...['Written once all pass.', 'Nothing is done.', 'D2 is pending', '…', '---'].map(
      (line) => [`L-05: above “${line}”`, `## DONE\n\n${line}`, /keeps the place|says that it is not/] as const,
    ),
  ])('is not there %s', (_, text, because) => {
    const reading = readDone({ ...documents(), status: readDocument(text) }, phase)

    expect(reading.done).toBe(false)
    if (because === undefined) expect(reading.because).toBeUndefined()
    else expect(reading.because).toMatch(because)
  })

  it.each<[string, Partial<PhaseDocuments>, RegExp]>([
    ['a veto came', { review: vetoed().review }, /veto/],
    ['an item failed', { review: withRow('| D2 | FAIL | x | 2026-01-01T11:30Z | | |').review }, /D2 is FAIL/],
    ['an item was claimed again', { status: claimedAgain() }, /D2 was claimed again/],
  ])('no longer counts after %s', (_, change, because) => {
    expect(readDone({ ...declared(), ...change }, phase)).toMatchObject({
      done: false,
      because: expect.stringMatching(because),
    })
  })

  function claimedAgain() {
    const claim = { item: 'D2', commit, how: 'a', expected: 'b', where: 'c' }
    return claimItem(declared(), claim, { phase, now: at('1T13:00') })
  }
})

it('a file with the marks of an unsolved merge is refused with its line', () => {
  const files = new Map([['1/REVIEW.md', '# Review\n\n<<<<<<< HEAD\n| x |\n=======\n>>>>>>> main\n']])
  expect(() => readPhase(files, '1')).toThrow(
    expect.objectContaining({ code: 'PROTOCOL_CONFLICT', place: { file: '1/REVIEW.md', line: 3 } }),
  )
})

it.each(['# Review\n\n```\n| x |\n', '# Review\n\nSo <!-- that\n\n## VETO\n'])(
  'a file in which %j never ends is refused with its line',
  (text) => {
    expect(() => readPhase(new Map([['1/REVIEW.md', text]]), '1')).toThrow(
      expect.objectContaining({ code: 'PROTOCOL_FILE_BROKEN', place: { file: '1/REVIEW.md', line: 3 } }),
    )
  },
)

const finding = { id: 'F1', openedAt: '2026-01-01T11:00:00Z', closedAt: '', text: 'wrong' } as const

function withFinding(item: string): PhaseDocuments {
  return { ...documents(), review: putFinding(documents().review, { ...finding, item, state: 'open' }) }
}

function withRow(row: string): PhaseDocuments {
  const both = documents()
  return { ...both, review: readDocument(`${both.review.text.trimEnd()}\n${row}\n`) }
}

function vetoed(): PhaseDocuments {
  return { ...documents(), review: vetoPhase(documents(), 'weak tests', { phase, now, by: 'adversary' }) }
}
