import { afterEach, describe, expect, it } from 'vitest'
import { onTermination, type Termination } from './on-termination.js'

let patience = 0
let termination: Termination | undefined
const begin = (endsWithTerminal: boolean): AbortSignal => {
  patience = 0
  termination = onTermination({ tellPatience: () => (patience += 1), endsWithTerminal })
  return termination.signal
}
afterEach(() => termination?.dispose())

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends the run', (name) => {
    const signal = begin(true)
    process.emit(name, name)
    expect(signal.aborted).toBe(true)
    expect(patience).toBe(0)
  })

  it('H-02: that comes later only says so', () => {
    const signal = begin(true)
    process.emit('SIGTERM', 'SIGTERM')
    process.emit('SIGTERM', 'SIGTERM')
    process.emit('SIGINT', 'SIGINT')
    expect(signal.aborted).toBe(true)
    expect(patience).toBe(2)
  })

  it('of a closed terminal means nothing to a run that was detached from it', () => {
    const signal = begin(false)
    process.emit('SIGHUP', 'SIGHUP')
    expect(signal.aborted).toBe(false)
  })

  it('is nobody’s business any more after the run', () => {
    const before = process.listenerCount('SIGTERM')
    begin(true)
    expect(process.listenerCount('SIGTERM')).toBe(before + 1)
    termination?.dispose()
    expect(process.listenerCount('SIGTERM')).toBe(before)
  })
})

it('can be ended without a signal', () => {
  const signal = begin(false)
  termination?.end()
  expect(signal.aborted).toBe(true)
})
