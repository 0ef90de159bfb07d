import { expect, it } from 'vitest'
import { Composer } from './composer.js'

it('shows a long paste as a placeholder, and gives it in full', () => {
  const composer = new Composer()
  composer.type('look: ')
  composer.paste('a\nb\nc\nd')
  composer.type(' please')
  expect(composer.shown).toBe('look: [Pasted text #1 +3 lines] please')
  expect(composer.take()).toEqual({
    text: 'look: a\nb\nc\nd please',
    wrapped: 'look: <pasted_content id="1">\na\nb\nc\nd\n</pasted_content> please',
  })
  expect(composer.isEmpty).toBe(true)
})

it('shows a short paste as it is', () => {
  const composer = new Composer()
  composer.paste('one\ntwo')
  expect(composer.shown).toBe('one\ntwo')
})

it('takes a character away, or a whole placeholder', () => {
  const composer = new Composer()
  composer.type('né')
  composer.backspace()
  composer.paste('x'.repeat(900))
  expect(composer.shown).toBe('n[Pasted text #1 +0 lines]')
  composer.backspace()
  expect(composer.shown).toBe('n')
})

it('leaves a placeholder alone that somebody typed', () => {
  const composer = new Composer()
  composer.type('[Pasted text #7 +1 lines]')
  expect(composer.take().text).toBe('[Pasted text #7 +1 lines]')
})
