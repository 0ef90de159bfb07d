import { SystemClock } from '@cc-ci/kernel'
import { ManualClock } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startDeadline } from './start-deadline.js'

const nobody = new AbortController().signal
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

/** A deadline an hour ahead. */
function farDeadline(cancelled = nobody) {
  const deadline = startDeadline(3_600, cancelled, new SystemClock())
  onTestFinished(() => deadline.clear())
  return deadline
}

describe('the deadline of a run', () => {
  it('ends it when the time is up, and says so', async () => {
    const clock = new ManualClock()
    const deadline = startDeadline(3_600, nobody, clock)
    const ended = new Promise((resolve) => deadline.signal.addEventListener('abort', resolve))
    await ended

    expect(clock.monotonic()).toBe(3_600_000)
    expect(deadline.reason()).toBe('deadline')
    expect(() => deadline.signal.throwIfAborted()).toThrow('deadline of 3600 s')
  })

  it('lets it run until then', () => {
    const deadline = farDeadline()

    expect([deadline.signal.aborted, deadline.reason()]).toEqual([false, null])
  })

  it.each([
    ['while it runs', false],
    ['before it began', true],
  ])('ends it when somebody cancels it %s, and tells the two apart', (_, before) => {
    const cancel = new AbortController()
    if (before) cancel.abort(new Error('Ctrl-C'))
    const deadline = farDeadline(cancel.signal)
    cancel.abort(new Error('Ctrl-C'))

    expect([deadline.signal.aborted, deadline.reason()]).toEqual([true, 'cancelled'])
    expect(() => deadline.signal.throwIfAborted()).toThrow('Ctrl-C')
  })

  it('holds nobody up once it is cleared', () => {
    const before = timers()
    const deadline = farDeadline()
    const during = timers()
    deadline.clear()

    expect([during, timers()]).toEqual([before + 1, before])
    expect(deadline.reason()).toBeNull()
  })
})
