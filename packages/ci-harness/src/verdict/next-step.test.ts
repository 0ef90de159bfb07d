import type { RungName, RungStatus } from '@cc-ci/contracts/ladder'
import { rungNames } from '@cc-ci/contracts/ladder'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { describe, expect, it } from 'vitest'
import { nextStep } from './next-step.js'

const clean = { errors: [], warnings: [], unverified: null }

function rungs(changes: Partial<Record<RungName, RungStatus>>): RunResult['rungs'] {
  const all = rungNames.map((rung) => [rung, { status: changes[rung] ?? 'pass', seconds: 1, fact: `${rung} fact` }])
  return Object.fromEntries(all) as RunResult['rungs']
}

it('has nothing to say at the top', () => {
  expect(nextStep({ blockedBy: undefined, rungs: rungs({}), lint: clean }, undefined)).toBeNull()
})

it.each(rungNames)('says what to do about %s when it was not verified, and what is known', (blockedBy) => {
  const step = nextStep({ blockedBy, rungs: rungs({ [blockedBy]: 'unverified' }), lint: clean }, undefined)

  expect(step?.text).toMatch(/^[a-z].{10,}/)
  expect(step?.text).toContain(`(now: ${blockedBy} fact)`)
  expect(step).toMatchObject({ toLevel: 5, place: null })
})

describe('the level it leads to', () => {
  it.each<[number, RungName, Partial<Record<RungName, RungStatus>>]>([
    [1, 'install', { install: 'fail', upgrade: 'unverified' }],
    [2, 'upgrade', { upgrade: 'fail', backup_restore: 'unverified' }],
    [4, 'backup_restore', { upgrade: 'skip', backup_restore: 'fail', lint: 'fail' }],
    [4, 'functional', { backup_restore: 'skip', functional: 'fail', lint: 'unverified' }],
    [5, 'upgrade', { upgrade: 'fail', functional: 'skip' }],
  ])('is %i when %s is mended', (toLevel, blockedBy, changes) => {
    expect(nextStep({ blockedBy, rungs: rungs(changes), lint: clean }, undefined)?.toLevel).toBe(toLevel)
  })
})

describe('what it names', () => {
  const failure = { class: 'recipe', code: 'CRASH_LOOP', evidence: 'app crashed 3 times.' } as const

  it.each([
    [{ ...failure, hint: 'Raise its memory.' }, 'app crashed 3 times. Raise its memory.'],
    [failure, 'app crashed 3 times.'],
  ])('is the failure and its hint', (seen, text) => {
    const state = { blockedBy: 'install', rungs: rungs({ install: 'fail' }), lint: clean } as const
    expect(nextStep(state, seen)).toMatchObject({ text, place: null })
  })

  it('is no failure of a rung that was only not verified', () => {
    const state = { blockedBy: 'functional', rungs: rungs({ functional: 'unverified' }), lint: clean } as const
    expect(nextStep(state, failure)?.text).toContain('custom')
  })

  it('is a full run where a quick one left a rung out', () => {
    const state = { blockedBy: 'backup_restore', rungs: rungs({ backup_restore: 'unverified' }), lint: clean } as const
    expect(nextStep({ ...state, mode: 'quick' }, undefined)?.text).toBe('run it in full, without --quick')
  })

  it('is the first lint error with its place', () => {
    const finding = { rule: 'R011', severity: 'error', file: 'compose.yml', hint: 'Name one.' } as const
    const errors = [
      { ...finding, message: 'app has no image.', line: 7 },
      { ...finding, message: 'db has no image.', line: 9 },
    ]
    const state = { blockedBy: 'lint', rungs: rungs({ lint: 'fail' }), lint: { ...clean, errors } } as const

    expect(nextStep(state, undefined)).toEqual({
      toLevel: 5,
      text: 'R011: app has no image. Name one.',
      place: 'compose.yml:7',
    })
  })
})
