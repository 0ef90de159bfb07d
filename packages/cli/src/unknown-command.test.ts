import { expect, it } from 'vitest'
import { nearestOf } from './nearest-of.js'
import { unknownCommand } from './unknown-command.js'

const known = ['test', 'recipe lint', 'results show', 'results open']

it.each([
  ['tset guestbook', 'COMMAND_UNKNOWN', 'There is no command “tset”.', 'Did you mean test?'],
  ['result shw', 'COMMAND_UNKNOWN', '“result”', 'Did you mean results show?'],
  ['recipe lnt', 'COMMAND_UNKNOWN', '“recipe lnt”', 'Did you mean recipe lint?'],
  ['deploy', 'COMMAND_UNKNOWN', '“deploy”', 'All commands: cc-ci --help'],
  ['results', 'COMMAND_MISSING', 'not a whole command', 'cc-ci results show, cc-ci results open'],
  ['--json', 'COMMAND_MISSING', 'before --json', 'cc-ci <command> --json'],
])('%s', (words, code, message, hint) => {
  const error = unknownCommand(words.split(' '), known)

  expect(error).toMatchObject({ code, exitCode: 2 })
  expect(error.message).toContain(message)
  expect(error.hint).toContain(hint)
})

it.each([
  ['wordpres', 'wordpress'],
  ['WordPress', 'wordpress'],
  ['wrodpress', 'wordpress'],
  ['gitea', undefined],
  ['', undefined],
])('%j is near to %j', (name, near) => {
  const suggestion = nearestOf(name, ['guestbook', 'wordpress'])
  expect(suggestion).toBe(near === undefined ? undefined : `Did you mean ${near}?`)
})
