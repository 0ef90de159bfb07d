import { expect, it } from 'vitest'
import { parseFlags } from './parse-flags.js'

it('takes the flags that the client takes', () => {
  expect(
    parseFlags(['--resume', 'abc', '--model', 'opus', '--permission-mode', 'plan', '--settings', 's.json', 'go on']),
  ).toMatchObject({ resume: 'abc', model: 'opus', permissionMode: 'plan', settings: 's.json', positionals: ['go on'] })
})

it('both ways to skip the permissions are one', () => {
  for (const flags of [['--dangerously-skip-permissions'], ['--permission-mode', 'bypassPermissions']]) {
    expect(parseFlags(flags)).toMatchObject({ skipPermissions: true, permissionMode: 'bypassPermissions' })
  }
})

it.each([
  [['--bogus'], "error: unknown option '--bogus'"],
  [['--speed', '0'], 'error: --speed is 0, not a number above 0'],
  [['--permission-mode', 'yolo'], "error: option '--permission-mode <mode>' argument 'yolo' is invalid."],
])('%j is refused', (args, reason) => {
  expect(parseFlags(args)).toContain(reason)
})
