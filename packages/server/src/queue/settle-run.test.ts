import { describe, expect, it } from 'vitest'
import type { RunEnd } from './queued-run.js'
import { shouldRepeat } from './settle-run.js'

const end = (more: Partial<RunEnd>): RunEnd => ({ verdict: 'error', level: 0, fault: 'infra', stopped: null, ...more })

describe('whether a run is queued once more', () => {
  it.each([
    ['an infra fault', 1, end({}), true],
    ['no result at all', 1, undefined, true],
    ['an infra fault, the second time', 2, end({}), false],
    ['no result, the second time', 2, undefined, false],
    ['an infra fault that stays until somebody acts', 1, end({ stands: true }), false],
    ['a red recipe', 1, end({ verdict: 'red', fault: 'recipe' }), false],
    ['a fault of ours', 1, end({ fault: 'harness' }), false],
    ['a run that was cancelled', 1, end({ stopped: 'cancelled' }), false],
    ['a run that met its deadline', 1, end({ stopped: 'deadline' }), false],
    ['bad input', 1, end({ fault: null }), false],
  ])('%s, attempt %i', (_, attempt, how, expected) => {
    expect(shouldRepeat({ attempt }, how)).toBe(expected)
  })
})
