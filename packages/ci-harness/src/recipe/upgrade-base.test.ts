import { expect, it } from 'vitest'
import { resolveUpgradeBase, type UpgradeBaseInput } from './upgrade-base.js'

const tag = (name: string, commit = `commit of ${name}`) => ({ name, commit })
const head: UpgradeBaseInput = {
  tiers: ['install', 'upgrade'],
  expectedNa: {},
  headVersion: '1.2.0+3',
  headHash: 'head',
  tags: [tag('1.0.0+1'), tag('1.1.0+2'), tag('1.2.0+3'), tag('v9.0.0')],
  mainTip: 'main',
}
const canonical = { version: '1.0.0+1', commit: 'commit of 1.0.0+1' }
const canonicalAtHead = { version: '1.2.0+3', commit: 'older commit' }
const { headVersion: _, ...unversioned } = head
const skipped = { kind: 'skip' }
const unverified = { ...skipped, olderTargetExists: true }
const nothingToTest = { ...skipped, olderTargetExists: false }
const from = (version: string) => ({ kind: 'version', version, olderTargetExists: true })

it.each<[string, UpgradeBaseInput, object]>([
  ['1: upgrade not asked for', { ...head, tiers: ['install'] }, unverified],
  ['1: upgrade not asked for, nothing older', { ...head, tiers: [], tags: [], mainTip: 'head' }, nothingToTest],
  ['1: declared not applicable', { ...head, expectedNa: { upgrade: 'one-way' } }, unverified],
  ['1: a declaration for another rung', { ...head, expectedNa: { backup_restore: 'no data' } }, from('1.1.0+2')],
  ['1 before 2', { ...head, tiers: [], pinned: '0.9.0+1' }, unverified],
  ['2: a pinned base', { ...head, pinned: '0.9.0+1' }, from('0.9.0+1')],
  ['2 before 3', { ...head, pinned: '0.9.0+1', canonical }, from('0.9.0+1')],
  ['3: a canonical of another version', { ...head, canonical }, from('1.0.0+1')],
  ['3: a canonical, and a head without version', { ...unversioned, canonical }, from('1.0.0+1')],
  ['4, V-03: the canonical has the head version', { ...head, canonical: canonicalAtHead }, from('1.1.0+2')],
  [
    '4, V-03: the canonical is the head commit',
    { ...unversioned, canonical: { ...canonical, commit: 'head' } },
    from('1.2.0+3'),
  ],
  [
    '4: nothing older, but the head is another commit than the one release',
    { ...head, canonical: canonicalAtHead, tags: [tag('1.2.0+3')] },
    from('1.2.0+3'),
  ],
  [
    '4, V-03: nothing older, and the head is that release, though main moved on',
    { ...head, canonical: { version: '1.2.0+3', commit: 'head' }, tags: [tag('1.2.0+3', 'head')] },
    nothingToTest,
  ],
  ['5: no canonical', head, from('1.1.0+2')],
  [
    '5: a canonical that is newer than the head',
    { ...head, headVersion: '1.1.0+2', canonical: { version: '1.2.0+3', commit: 'commit of 1.2.0+3' } },
    from('1.0.0+1'),
  ],
  ['5: a canonical whose tag is gone', { ...head, canonical: { version: '0.9.0+1', commit: 'gone' } }, from('1.1.0+2')],
  [
    '5, V-03: a canonical whose tag was moved to the head',
    { ...head, canonical, tags: [tag('1.0.0+1', 'head'), tag('1.1.0+2')] },
    from('1.1.0+2'),
  ],
  ['5: no prerelease as a base', { ...head, tags: [...head.tags, tag('1.2.0-rc1+3')] }, from('1.1.0+2')],
  ['5: an untagged newer head', { ...head, headVersion: '1.3.0+3' }, from('1.2.0+3')],
  ['5: a head without version', unversioned, from('1.2.0+3')],
  ['5: a head whose label is no version', { ...head, headVersion: 'latest' }, from('1.2.0+3')],
  [
    '5, V-03: a head without version at a tag',
    { ...unversioned, tags: [tag('1.1.0+2'), tag('1.2.0+3', 'head')] },
    from('1.1.0+2'),
  ],
  [
    '5: the only release has the head version, the head is another commit',
    { ...head, tags: [tag('1.2.0+3')] },
    from('1.2.0+3'),
  ],
  [
    '5, V-03: the only release is the head',
    { ...head, tags: [tag('1.2.0+3', 'head')], mainTip: 'head' },
    nothingToTest,
  ],
  ['5: no releases', { ...head, tags: [tag('v1.0.3')] }, { kind: 'ref', ref: 'main', olderTargetExists: true }],
  ['5: no releases, main is the head', { ...head, tags: [], mainTip: 'head' }, nothingToTest],
  ['5: only newer releases', { ...head, tags: [tag('2.0.0+1')], mainTip: 'head' }, unverified],
])('resolves the upgrade base by rule %s', (_, input, expected) => {
  expect(resolveUpgradeBase(input)).toMatchObject(expected)
})

it('5: skips without tags and without a main branch', () => {
  const { mainTip: _, ...withoutMain } = head
  expect(resolveUpgradeBase({ ...withoutMain, tags: [] })).toEqual({
    kind: 'skip',
    reason: 'no older release and no main branch',
    olderTargetExists: false,
  })
})

it('gives the declared reason', () => {
  expect(resolveUpgradeBase({ ...head, expectedNa: { upgrade: 'one-way' } }).reason).toBe(
    'declared not applicable: one-way',
  )
})
