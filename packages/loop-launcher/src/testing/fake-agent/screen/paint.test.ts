import { expect, it } from 'vitest'
import { ink, paint, widthOf, wrap } from './paint.js'

it('breaks lines at spaces, words only where they are too long, and keeps the line ends of the text', () => {
  expect(wrap('one two three\n\nabcdefgh', 7)).toEqual(['one two', 'three', '', 'abcdefg', 'h'])
})

it('colours take no room', () => {
  expect(widthOf(`a${paint('bc', ink.bold, ink.error)}d`)).toBe(4)
})
