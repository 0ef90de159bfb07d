import type { Check } from '@cc-ci/loop-launcher'
import { expect, it } from 'vitest'
import { formatDoctor } from './format-doctor.js'

const check = (changes: Partial<Check>): Check => ({
  id: 'linger',
  group: 'host',
  title: 'user lingers',
  loop: undefined,
  outcome: 'ok',
  evidence: 'it does',
  fix: '',
  ...changes,
})

it('shows problems first, the remedy below each, and stays within 80 columns', () => {
  const text = formatDoctor(
    [
      check({ outcome: 'problem', evidence: 'with the last logout, all loops end', fix: 'loginctl enable-linger' }),
      check({
        loop: 'builder',
        title: 'its clone is clean',
        outcome: 'warning',
        evidence: 'word '.repeat(40),
        fix: 'x',
      }),
      check({ title: 'tmux is there', outcome: 'unknown', evidence: 'timed out', fix: 'Look by hand.' }),
      ...Array.from({ length: 30 }, () => check({ loop: 'builder' })),
    ],
    80,
  )

  expect(text).toMatch(
    /^Problems \(1\)\n\n {2}user lingers\n {4}with the last logout, all loops end\n {4}→ loginctl enable-linger\n\nWarnings \(1\)\n\n {2}builder: its clone is clean\n/,
  )
  expect(text).toMatch(
    /Could not be looked at \(1\)(.|\n)*Fine \(30\)\n\n {2}builder: user lingers · (.|\n)*One problem would stop a loop\.$/,
  )
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})

it.each([
  [[check({})], 'Nothing found that would stop a loop.'],
  [[check({}), check({ outcome: 'unknown' })], 'Nothing found that would stop a loop; 1 could not be judged.'],
  [[check({ outcome: 'unknown' })], 'Nothing could be judged.'],
  [[check({ outcome: 'problem' }), check({ outcome: 'problem' })], '2 problems would stop loops.'],
])('ends with what it comes to', (checks, last) => {
  expect(formatDoctor(checks, 80).split('\n').at(-1)).toBe(last)
})

it('says once what is the same for several loops', () => {
  const same = {
    outcome: 'problem',
    title: 'agent client is there',
    evidence: 'not found',
    fix: 'Install it.',
  } as const
  const text = formatDoctor([check({ ...same, loop: 'builder' }), check({ ...same, loop: 'adversary' })], 80)

  expect(text).toBe(
    'Problems (2)\n\n  builder, adversary: agent client is there\n    not found\n    → Install it.\n\n2 problems would stop loops.',
  )
})
