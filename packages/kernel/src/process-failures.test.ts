import { expect, it } from 'vitest'
import { describeCommand } from './process-failures.js'

it.each([
  ['short', ['deploy', 'wiki'], [], 'abra deploy wiki'],
  ['long', ['app', 'secret', 'insert', 'wiki', 'value'], [], 'abra app secret insert …'],
  ['with a secret', ['login', 'hunter2'], ['hunter2'], 'abra login ***'],
  ['with a secret inside an argument', ['login', '--password=hunter2'], ['hunter2'], 'abra login --password=***'],
  ['with a secret that begins with another', ['login', 'hunter2'], ['hunter', 'hunter2'], 'abra login ***'],
  ['with an empty secret', ['login'], [''], 'abra login'],
])('shows a command line that is %s', (_, args, redact, shown) => {
  expect(describeCommand('abra', args, redact)).toBe(shown)
})
