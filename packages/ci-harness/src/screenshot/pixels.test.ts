import { describe, expect, it } from 'vitest'
import { drawPng, type Filter } from '../testing/draw-png.js'
import { isBlank, shareChanged } from './compare-pixels.js'
import { readPng } from './read-png.js'

const white = () => [255, 255, 255] as const
const speckled = (x: number, y: number) => [(x * 37 + y * 11) % 256, (x * y) % 256, (y * 91) % 256] as const

describe('a PNG', () => {
  it.each<[string, Filter]>([
    ['none', 0],
    ['Sub', 1],
    ['Up', 2],
    ['Average', 3],
    ['Paeth', 4],
  ])('with filter %s gives its pixels', (_, filter) => {
    const { width, height, depth, data } = readPng(drawPng(19, 13, speckled, () => filter))

    expect([width, height, depth]).toEqual([19, 13, 3])
    const drawn = Array.from({ length: 13 }, (__, y) => Array.from({ length: 19 }, (___, x) => [...speckled(x, y)]))
    expect([...data]).toEqual(drawn.flat(2))
  })

  it('with another filter in each row gives its pixels', () => {
    const mixed = readPng(drawPng(19, 13, speckled, (row) => ((row * 3) % 5) as Filter))
    expect(mixed.data).toEqual(readPng(drawPng(19, 13, speckled)).data)
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['a text', Buffer.from('<html>404 page not found, and some more of it</html>')],
  ])('is never made of %s', (_, bytes) => {
    expect(() => readPng(bytes)).toThrow('not a PNG')
  })
})

describe('a picture', () => {
  it('P-01: of one colour is blank, one dot makes it not so', () => {
    expect(isBlank(readPng(drawPng(40, 30, white)))).toBe(true)
    const dot = drawPng(40, 30, (x, y) => (x === 39 && y === 29 ? [255, 255, 254] : white()))
    expect(isBlank(readPng(dot))).toBe(false)
  })

  it('has changed by the share of its pixels that differ', () => {
    const before = readPng(drawPng(40, 30, white))
    const after = readPng(drawPng(40, 30, (_, y) => (y < 3 ? [255, 0, 255] : white())))

    expect(shareChanged(before, before)).toBe(0)
    expect(shareChanged(before, after)).toBe(0.1)
    expect(shareChanged(before, readPng(drawPng(30, 40, white)))).toBe(1)
  })
})
