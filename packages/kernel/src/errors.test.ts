import { expect, it } from 'vitest'
import { CcCiError, isCcCiError } from './errors.js'

it('tells a machine code, message, hint, place and exit code, but neither stack nor cause', () => {
  const error = new CcCiError('SETTING_UNKNOWN', 'There is no setting TIMEOUTT.', {
    hint: 'Did you mean TIMEOUT?',
    place: { file: 'recipe.toml', line: 3, key: 'TIMEOUTT' },
    cause: new Error('secret'),
    exitCode: 2,
  })

  expect(JSON.parse(JSON.stringify(error))).toEqual({
    code: 'SETTING_UNKNOWN',
    message: 'There is no setting TIMEOUTT.',
    hint: 'Did you mean TIMEOUT?',
    place: { file: 'recipe.toml', line: 3, key: 'TIMEOUTT' },
    exitCode: 2,
  })
})

it('leaves out what it does not know, and exits with "could not judge"', () => {
  expect(new CcCiError('X', 'x').toJSON()).toEqual({ code: 'X', message: 'x', exitCode: 3 })
})

it.each([
  ['one of ours', new CcCiError('X', 'x'), true],
  ['one of another copy of this package', Object.assign(new Error('x'), { [Symbol.for('cc-ci.error')]: true }), true],
  ['any other error', new Error('x'), false],
  ['no error at all', { code: 'X' }, false],
])('knows its own errors: %s', (_, error, ours) => {
  expect(isCcCiError(error)).toBe(ours)
})
