import { expect, it } from 'vitest'
import { readAbraExports } from './abra-sh.js'

it.each([
  ['a plain export', 'export A_VERSION=v1', { A_VERSION: 'v1' }],
  ['quotes and a comment', 'export A="v 1" # x\nexport B=\'$C\'', { A: 'v 1', B: '$C' }],
  ['two on one line', 'export A=v1 B=v2;', { A: 'v1', B: 'v2' }],
  ['the last of equal names', 'export A=v1\nexport A=v2', { A: 'v2' }],
  ['no comment', '#export A=v1\n# export B=v1', {}],
  ['no function body', 'f() {\n  export A=v1\n}', {}],
  ['nothing that needs a shell', 'export A=$(date)\nexport B=`id`\nexport C="$D"\nexport E=v1', { E: 'v1' }],
  ['an old script without exports', 'abra_backup_app() {\n  _abra_backup_dir "app:/data"\n}', {}],
  ['Windows line ends', 'export A=v1\r\nexport B=v2\r\n', { A: 'v1', B: 'v2' }],
])('reads %s', (_, text, expected) => {
  expect(readAbraExports(text)).toEqual(expected)
})
