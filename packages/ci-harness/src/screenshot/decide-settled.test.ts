import { describe, expect, it } from 'vitest'
import { decideSettled, type Frame } from './decide-settled.js'

const deadline = 45_000

/** A frame of a page that is loaded, painted and still polls for data. */
const frame = (at: number, changes: Partial<Frame> = {}): Frame => ({
  ...{ at, digest: 'app', bytes: 20_000, blank: false, idleMs: 0, loading: false, load: 1 },
  ...changes,
})
const blank = { digest: 'white', bytes: 4_714, blank: true } as const

const decide = (frames: readonly Frame[], now = frames.at(-1)?.at ?? 0) => decideSettled(frames, { now, deadline })

describe('a page', () => {
  it('that nobody has looked at yet is looked at', () => {
    expect(decide([])).toEqual({ kind: 'look again' })
  })

  it('is kept as soon as the network is idle', () => {
    const idle = frame(600, { idleMs: 500 })
    expect(decide([idle])).toEqual({ kind: 'keep', frame: idle, because: 'idle' })
  })

  it('is not kept for a pause of the network that is shorter', () => {
    expect(decide([frame(600, { idleMs: 499 })])).toEqual({ kind: 'look again' })
  })

  it('that polls for ever is kept when it looks the same half a second later', () => {
    const frames = [frame(500), frame(1_000)]
    expect(decide(frames)).toEqual({ kind: 'keep', frame: frames[1], because: 'still' })
  })

  it('that looks the same is not kept while a script or an image is on its way', () => {
    expect(decide([frame(500, { loading: true }), frame(1_000, { loading: true })])).toEqual({ kind: 'look again' })
  })

  it('that changed in between has not been still', () => {
    const frames = [frame(500), frame(800, { digest: 'other' }), frame(1_100)]
    expect(decide(frames)).toEqual({ kind: 'look again' })
  })

  it('is not compared with what an earlier loading of it showed', () => {
    expect(decide([frame(500), frame(1_000, { load: 2 })])).toEqual({ kind: 'look again' })
  })

  it('that never rests is kept after ten seconds, as it had most to see', () => {
    const restless = [500, 4_000, 8_000, 10_500].map((at) =>
      frame(at, { digest: `${at}`, bytes: at === 4_000 ? 30_000 : 20_000 }),
    )
    expect(decide(restless.slice(0, 3))).toEqual({ kind: 'look again' })
    expect(decide(restless)).toEqual({ kind: 'keep', frame: restless[1], because: 'restless' })
  })

  it('that never could be drawn is given up at the deadline', () => {
    expect(decide([], deadline)).toEqual({ kind: 'give up' })
  })
})

describe('P-01: a blank page', () => {
  it('is looked at again although the network is idle and nothing moves', () => {
    expect(decide([frame(600, { ...blank, idleMs: 500 }), frame(1_200, { ...blank, idleMs: 1_100 })])).toEqual({
      kind: 'look again',
    })
  })

  it('that paints late is kept as it is then', () => {
    const late = frame(2_100, { idleMs: 2_000 })
    expect(decide([frame(600, { ...blank, idleMs: 500 }), late])).toEqual({
      kind: 'keep',
      frame: late,
      because: 'idle',
    })
  })

  it('is loaded once more after four seconds, and given up after ten', () => {
    const at = (ms: number, load = 1) => frame(ms, { ...blank, idleMs: 1_000, load })
    expect(decide([at(600), at(4_600)])).toEqual({ kind: 'load again' })
    expect(decide([at(600), at(4_600), at(5_200, 2)])).toEqual({ kind: 'look again' })
    expect(decide([at(600), at(4_600), at(10_600, 2)])).toEqual({ kind: 'give up' })
  })

  it('is waited for as long as something is under way', () => {
    expect(decide([frame(600, blank), frame(30_000, blank)])).toEqual({ kind: 'look again' })
    expect(decide([frame(600, blank), frame(30_000, blank)], deadline)).toEqual({ kind: 'give up' })
  })

  it('never replaces a frame that showed something', () => {
    const better = frame(500)
    expect(decide([better, frame(1_000, blank)])).toEqual({ kind: 'look again' })
    expect(decide([better, frame(1_000, blank)], deadline)).toEqual({
      kind: 'keep',
      frame: better,
      because: 'restless',
    })
  })
})
