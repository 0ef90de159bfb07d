import { expect, it } from 'vitest'
import { InputBurst } from './input-burst.js'

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A burst whose waits end when the test says so. */
function startBurst() {
  const taken: string[] = []
  const waits: { readonly ms: number; end(): void }[] = []
  const sleep = (ms: number) => new Promise<void>((end) => void waits.push({ ms, end }))
  const burst = new InputBurst({ sleep }, (text) => taken.push(text))
  const endWait = async () => {
    waits.at(-1)?.end()
    await turn()
    await turn()
  }
  return { burst, taken, waits, endWait }
}

it('W-46: a paste that arrives in pieces is one, with the Enter of its end', async () => {
  const { burst, taken, waits, endWait } = startBurst()
  const pieces = ['x'.repeat(900), 'x'.repeat(2100), '\r'] as const
  burst.add(pieces[0])
  for (const piece of pieces.slice(1)) {
    burst.add(piece)
    await endWait()
    expect(taken).toEqual([])
  }
  await endWait()
  expect(taken).toEqual([pieces.join('')])
  expect(waits.map(({ ms }) => ms)).toEqual([250, 250, 250])
})

it('what comes after a quiet moment is a burst of its own', async () => {
  const { burst, taken, waits, endWait } = startBurst()
  for (const key of ['a', '\r']) {
    burst.add(key)
    await endWait()
  }
  expect(taken).toEqual(['a', '\r'])
  expect(waits.map(({ ms }) => ms)).toEqual([50, 50])
})
