import { CcCiError } from '@cc-ci/kernel'
import { describe, expect, it } from 'vitest'
import { explainError, stackOf } from './explain-error.js'

const typed = { command: 'test', flags: ['json', 'from', 'verbose'] }
const usage = (message: string, more: object = {}) => Object.assign(new Error(message), { oclif: { exit: 2 }, ...more })

describe('what was typed wrongly', () => {
  it.each([
    [
      usage('Nonexistent flag: --jsn\nSee more help with --help', { flags: ['--jsn'] }),
      'FLAG_UNKNOWN',
      '--jsn',
      '--json?',
    ],
    [usage('Nonexistent flag: -q', { flags: ['-q'] }), 'FLAG_UNKNOWN', '-q', 'cc-ci test --help'],
    [
      usage('Missing 1 required arg:\nrecipe  x', { args: [{ name: 'recipe', description: 'its name' }] }),
      'ARGUMENT_MISSING',
      '<recipe> (its name)',
      'cc-ci test --help',
    ],
    [usage('Unexpected argument: 2', { args: ['2'] }), 'ARGUMENT_UNEXPECTED', 'argument: 2', '--help'],
    [usage('Command loop:strat not found.'), 'COMMAND_UNKNOWN', '“loop strat”', '--help'],
    [
      usage('Parsing --jobs \n\tExpected an integer but received: x\nSee more help with --help'),
      'USAGE',
      '--jobs expects an integer but received: x.',
      '--help',
    ],
  ])('%s', (error, code, message, hint) => {
    const explained = explainError(error, typed)

    expect(explained).toMatchObject({ code, exitCode: 2 })
    expect(explained.message).toContain(message)
    expect(explained.message).not.toContain('\n')
    expect(explained.hint).toContain(hint)
  })

  it('points to the general help before any command was reached', () => {
    expect(explainError(usage('x'), { command: undefined, flags: [] }).hint).toBe('See: cc-ci --help')
  })
})

it('hands on our own errors as they are', () => {
  const error = new CcCiError('X', 'x')
  expect(explainError(error, typed)).toBe(error)
})

it('says which file the system refused, and exits with "could not judge"', () => {
  const error = Object.assign(new Error("ENOSPC: no space left, write '/data/x'"), {
    code: 'ENOSPC',
    syscall: 'write',
    path: '/data/x',
  })
  expect(explainError(error, typed)).toMatchObject({ code: 'SYSTEM_REFUSED', place: { file: '/data/x' }, exitCode: 3 })
})

it.each([new TypeError('x is not a function'), 'a string'])('calls %s a defect of ours', (error) => {
  expect(explainError(error, typed)).toMatchObject({ code: 'INTERNAL_ERROR', exitCode: 3 })
})

it('keeps the stack of a defect only', () => {
  const defect = new TypeError('x')
  expect(stackOf(explainError(defect, typed))).toBe(defect.stack)
  expect(stackOf(new CcCiError('X', 'x', { cause: defect }))).toBeUndefined()
})
