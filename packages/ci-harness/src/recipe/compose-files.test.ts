import { expect, it } from 'vitest'
import { checkComposeFiles, composeFilesOf } from './compose-files.js'

it.each([
  ['no COMPOSE_FILE', {}, ['compose.yml']],
  ['an empty one', { COMPOSE_FILE: '' }, ['compose.yml']],
  ['an overlay', { COMPOSE_FILE: 'compose.yml:compose.smtp.yml' }, ['compose.yml', 'compose.smtp.yml']],
  ['stray colons and dots', { COMPOSE_FILE: ':./compose.yml: compose.x.yml:' }, ['compose.yml', 'compose.x.yml']],
])('lists the compose files for %s', (_, env, expected) => {
  expect(composeFilesOf(env)).toEqual(expected)
})

it('A-07: names the overlay that an old version lacks, and the key to change', () => {
  const existing = ['README.md', 'compose.yml', 'compose.db.yml']
  expect(() => checkComposeFiles(['compose.yml'], existing, '1.0.0+1')).not.toThrow()
  expect(() => checkComposeFiles(['compose.yml', 'compose.x.yml'], existing, '1.0.0+1')).toThrow(
    expect.objectContaining({
      code: 'COMPOSE_FILE_MISSING',
      message: 'compose.x.yml: not in the recipe at 1.0.0+1',
      hint: 'Set COMPOSE_FILE to files of this version: compose.yml, compose.db.yml.',
      place: { key: 'COMPOSE_FILE' },
    }),
  )
})

it('says so when a recipe has no compose file at this commit, or reaches outside itself', () => {
  expect(() => checkComposeFiles(['compose.yml'], ['README.md'], 'HEAD')).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('no compose.yml at all') }),
  )
  expect(() => checkComposeFiles(['../other/compose.yml'], ['compose.yml'], 'HEAD')).toThrow('../other/compose.yml')
})
