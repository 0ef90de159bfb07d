import { expect, it } from 'vitest'
import { decideSweep, type SweepCandidate } from './decide-sweep.js'
import { tagsOf } from './release-tags.js'

const tag = (name: string, commit = `commit of ${name}`) => ({ name, commit })
const tags = [tag('1.9.0+1'), tag('1.10.0+1'), tag('2.0.0-rc1+1'), tag('v3.0.0')]
const fresh: SweepCandidate = { tags, canonical: undefined, swept: undefined }
const newest = { version: '1.10.0+1', commit: 'commit of 1.10.0+1' }
const older = { version: '1.9.0+1', commit: 'commit of 1.9.0+1' }
const run = { kind: 'run', ...newest }
const skip = (why: string) => ({ kind: 'skip', why })

it.each<[string, SweepCandidate, object, string]>([
  ['never green', fresh, run, 'no release of it was found green yet'],
  ['with a newer release', { ...fresh, canonical: older }, run, 'newer than 1.9.0+1, the last green one'],
  ['green at its newest release', { ...fresh, canonical: newest }, skip('no-new-version'), 'it was green already'],
  [
    'whose tag was moved',
    { ...fresh, canonical: { ...newest, commit: '0123456789abcdef' } },
    run,
    'the tag has moved since it was green: it was 01234567',
  ],
  [
    'whose green release was taken back',
    { ...fresh, canonical: { version: '1.11.0+1', commit: 'gone' } },
    skip('no-new-version'),
    'older than 1.11.0+1, which was green',
  ],
  ['without tags', { ...fresh, tags: [] }, skip('never-released'), 'it has no tags'],
  [
    'without a finished release',
    { ...fresh, tags: [tag('2.0.0-rc1+1'), tag('v3.0.0')] },
    skip('never-released'),
    'none of its 2 tags is a finished release',
  ],
  [
    'that was red before the sweep was interrupted',
    { ...fresh, canonical: older, swept: { ...newest, exitCode: 1 } },
    skip('already-swept'),
    'done before the sweep was interrupted: red',
  ],
  ['released since the sweep was interrupted', { ...fresh, swept: { ...older, exitCode: 0 } }, run, 'no release'],
  [
    'whose tag was moved since the sweep was interrupted',
    { ...fresh, swept: { ...newest, commit: 'other', exitCode: 0 } },
    run,
    'no release',
  ],
])('decides for a recipe %s', (_, candidate, expected, reason) => {
  const decision = decideSweep(candidate)

  expect(decision).toMatchObject(expected)
  expect(decision.reason).toContain(reason)
})

it('takes of an annotated tag the commit that it points to, whatever the order, and leaves branches out', () => {
  const refs = [
    { name: 'refs/tags/2^{}', hash: 'commit 2' },
    { name: 'refs/tags/2', hash: 'object 2' },
    { name: 'refs/tags/1', hash: 'object 1' },
    { name: 'refs/tags/1^{}', hash: 'commit 1' },
    { name: 'refs/tags/0', hash: 'commit 0' },
    { name: 'refs/heads/main', hash: 'main' },
    { name: 'HEAD', hash: 'main' },
  ]
  expect(tagsOf(refs)).toEqual([tag('2', 'commit 2'), tag('1', 'commit 1'), tag('0', 'commit 0')])
})
