import { describe, expect, it } from 'vitest'
import { terminalWidth, textStyle } from './text-style.js'
import { hang, wrapWords } from './wrap-words.js'

describe('colour', () => {
  it.each([
    ['a terminal', { isTTY: true, columns: 100 }, {}, { colour: true, width: 100 }],
    ['a terminal of unknown width', { isTTY: true, columns: 0 }, {}, { colour: true, width: 80 }],
    ['a pipe', { columns: 100 }, {}, { colour: false, width: 80 }],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, { colour: false, width: 80 }],
    ['an empty NO_COLOR, which counts for nothing', { isTTY: true }, { NO_COLOR: '' }, { colour: true, width: 80 }],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, { colour: false, width: 80 }],
  ])('%s', (_, screen, environment, style) => {
    expect(textStyle(screen, environment)).toEqual(style)
  })
})

it.each([
  [{ isTTY: true, columns: 40 }, 40],
  [{ isTTY: true }, 80],
  [{}, Number.POSITIVE_INFINITY],
])('wraps only on a terminal: %j', (screen, width) => {
  expect(terminalWidth(screen)).toBe(width)
})

it.each([
  ['one two three', 7, ['one two', 'three']],
  ['one two', 7, ['one two']],
  ['see /a/very/long/path now', 8, ['see', '/a/very/long/path', 'now']],
  ['  kept   as it is', 80, ['  kept   as it is']],
  ['two\nlines', 80, ['two', 'lines']],
  ['', 80, ['']],
])('wraps %j at %d', (text, width, lines) => {
  expect(wrapWords(text, width)).toEqual(lines)
})

it('hangs what follows below the first word', () => {
  expect(hang('  base  ', 'one two three', 16)).toBe('  base  one two\n        three')
})
