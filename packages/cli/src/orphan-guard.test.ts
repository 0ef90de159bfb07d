import { ManualClock } from '@cc-ci/kernel/testing'
import { describe, expect, it } from 'vitest'
import { parentProcess } from './adapters/parent-process.js'
import { endsWithParent, watchParent } from './orphan-guard.js'

describe('H-01: whether a run ends with what started it', () => {
  it.each([
    ['in CI', { CI: 'true' }, false, false, true],
    ['where CI says no', { CI: 'false' }, false, false, false],
    ['at a terminal', {}, true, false, true],
    ['after setsid at a terminal', {}, true, true, false],
    ['after nohup, which takes standard input away', {}, false, false, false],
    ['for a wrapper that says so', { CC_CI_PARENT_PID: '7' }, false, true, true],
  ])('%s', (_, environment, inputIsTerminal, detached, ends) => {
    expect(endsWithParent(environment, { inputIsTerminal, detached })).toBe(ends)
  })
})

/** A parent that dies when it has been looked at so many times. */
function parentThatDies(afterLooks: number) {
  let looks = 0
  return { atStart: 7, detached: false, current: () => (looks++ < afterLooks ? 7 : 1) }
}

const turn = () => new Promise(setImmediate)

describe('the watch', () => {
  it('H-01: tells once that the parent is dead, at most a second later', async () => {
    const clock = new ManualClock()
    let told = 0
    watchParent({ parent: parentThatDies(4), clock, environment: {}, signal: new AbortController().signal }, () => {
      told += 1
    })
    await turn()

    expect(told).toBe(1)
    expect(clock.monotonic()).toBe(3000)
  })

  it('ends with the run', async () => {
    const ended = new AbortController()
    let told = 0
    watchParent({ parent: parentThatDies(1), clock: new ManualClock(), environment: {}, signal: ended.signal }, () => {
      told += 1
    })
    ended.abort()
    await turn()

    expect(told).toBe(0)
  })

  it.each([
    ['that died before we looked', {}, parentThatDies(0)],
    ['that is not the one the wrapper names', { CC_CI_PARENT_PID: '8' }, parentThatDies(9)],
  ])('H-03: refuses to begin under a parent %s', (_, environment, parent) => {
    const { signal } = new AbortController()
    const watch = () => watchParent({ parent, clock: new ManualClock(), environment, signal }, () => undefined)
    expect(watch).toThrow(expect.objectContaining({ code: 'ORPHANED', exitCode: 143 }))
  })
})

it('knows our own parent', () => {
  const parent = parentProcess()
  expect(parent.current()).toBe(process.ppid)
  expect(parent.atStart).toBe(process.ppid)
})
