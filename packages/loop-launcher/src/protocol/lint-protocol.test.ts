import type { Phase } from '@cc-ci/contracts/phase-plan'
import { describe, expect, it } from 'vitest'
import { claimItem } from './claim-item.js'
import { type LintInput, lintProtocol } from './lint-protocol.js'
import { readPhase } from './phase-documents.js'
import { recordReview } from './record-review.js'

const phase: Phase = {
  id: '1',
  title: 'The first',
  file: 'p.md',
  models: {},
  items: [{ id: 'D1', title: 'it greets' }],
}
const now = new Date('2026-01-01T12:00:00Z')
const commit = 'a'.repeat(40)
const claim = { item: 'D1', commit, how: 'npm test', expected: '0 failed', where: 'the last line' }
const evidence = { commit, verifiedAt: now, command: 'npm test', outputSha256: 'f'.repeat(64), closes: [] }

const empty = readPhase(new Map(), '1')
const status = claimItem(empty, claim, { phase, now }).text
const review = recordReview(
  empty,
  { item: 'D1', verdict: 'FAIL', ...evidence, findings: ['it stutters'] },
  { phase, now },
).review.text

const input = (change: Partial<LintInput> = {}): LintInput => ({
  files: new Map([
    ['1/STATUS.md', status],
    ['1/REVIEW.md', review],
  ]),
  ...{ folder: 'protocol', strays: [], commits: [], phases: [phase] },
  loops: [
    { name: 'ben', role: 'builder' },
    { name: 'eva', role: 'adversary' },
  ],
  ...change,
})
const inStatus = (text: string): Partial<LintInput> => ({ files: new Map([['1/STATUS.md', text]]) })
const inReview = (text: string): Partial<LintInput> => ({ files: new Map([['1/REVIEW.md', text]]) })
const by = (author: string, subject: string, path: string): Partial<LintInput> => ({
  commits: [{ commit, author, subject, paths: [path] }],
})

it('has nothing to say of what the commands write', () => {
  expect(lintProtocol(input(by('ben', 'claim(1/D1): x', '1/STATUS.md')))).toEqual([])
  expect(lintProtocol(input(by('eva', 'anything', '1/REVIEW.md')))).toEqual([])
  expect(lintProtocol(input(by('ben', 'Ask eva', 'inbox/eva/1.md')))).toEqual([])
})

describe('says where', () => {
  it.each<[string, Partial<LintInput>, { rule: string; path?: string; line?: number; message?: RegExp }]>([
    ['C-03: a state file drifted to the root', { strays: ['STATUS.md'] }, { rule: 'stray-file', path: 'STATUS.md' }],
    [
      'C-03: a file is none of the protocol',
      { files: new Map([['1/NOTES.md', '']]) },
      { rule: 'stray-file', path: 'protocol/1/NOTES.md' },
    ],
    [
      'a folder is of no phase',
      { files: new Map([['7/STATUS.md', status]]) },
      { rule: 'stray-file', message: /phase “7”/ },
    ],
    [
      'C-10: the builder wrote a review',
      by('ben', 'Tidy', '1/REVIEW.md'),
      { rule: 'wrong-writer', path: 'protocol/1/REVIEW.md' },
    ],
    ['C-10: a claim changed the review', by('Somebody', 'claim(1/D1): x', '1/REVIEW.md'), { rule: 'wrong-writer' }],
    ['C-10: the adversary wrote the status', by('eva', 'Tidy', '1/STATUS.md'), { rule: 'wrong-writer' }],
    ['front matter is missing', inStatus('# Status\n'), { rule: 'front-matter', line: 1 }],
    [
      'front matter names another writer',
      inStatus(status.replace('writer: builder', 'writer: adversary')),
      { rule: 'front-matter', message: /“builder”/ },
    ],
    [
      'front matter lacks a key',
      inStatus(status.replace(/updatedAt.*\n/, '')),
      { rule: 'front-matter', message: /updatedAt/ },
    ],
    ['a merge was not solved', inStatus(`${status}<<<<<<< HEAD\n`), { rule: 'conflict-marker', line: 17 }],
    ['a code block never ends', inStatus(`${status}\n\`\`\`\n`), { rule: 'unclosed-block', line: 18 }],
    [
      'a claim only keeps the place',
      inStatus(status.replace('npm test', 'TBD     ')),
      { rule: 'placeholder', line: 16, message: /how/ },
    ],
    [
      'L-05: ## DONE stands above a placeholder',
      inStatus(`${status}\n## DONE\n\nnot yet\n`),
      { rule: 'placeholder', line: 18 },
    ],
    ['a claim is of no item', inStatus(status.replace('| D1 ', '| D7 ')), { rule: 'unknown-item', line: 16 }],
    ['a commit is a branch', inStatus(status.replace(commit, 'main')), { rule: 'unreadable-cell', message: /main/ }],
    [
      'a time lacks its zone',
      inStatus(status.replace('00:00Z |', '00:00 |')),
      { rule: 'unreadable-cell', message: /2026-01-01T12:00:00”/ },
    ],
    ['a verdict is another word', inReview(review.replace('FAIL', 'meh ')), { rule: 'unreadable-cell', line: 16 }],
    [
      'a PASS has no digest',
      inReview(review.replace('FAIL', 'PASS').replace('f'.repeat(64), '')),
      { rule: 'unreadable-cell' },
    ],
    [
      'a PASS has no command',
      inReview(review.replace('FAIL', 'PASS').replace('npm test', '        ')),
      { rule: 'placeholder' },
    ],
    [
      'a second table begins',
      inStatus(`${status}\n| item | commit | claimedAt |\n|---|---|---|\n`),
      { rule: 'second-table', line: 18 },
    ],
    ['a finding says nothing', inReview(review.replace('it stutters', '…')), { rule: 'placeholder' }],
  ])('%s', (_, change, { message = /./, ...finding }) => {
    expect(lintProtocol(input(change))).toContainEqual(
      expect.objectContaining({ ...finding, message: expect.stringMatching(message) }),
    )
  })
})
