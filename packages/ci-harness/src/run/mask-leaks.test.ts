import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { maskLeaks } from './mask-leaks.js'
import { SecretMask } from './secret-mask.js'

function knowing(...values: string[]): SecretMask {
  const mask = new SecretMask()
  for (const value of values) mask.add(value)
  return mask
}

it('X-05: a secret that a test wrote into a file is masked there and the file is named', async () => {
  const folder = temporaryFolder(onTestFinished)
  await mkdir(join(folder, 'evidence'))
  await writeFile(join(folder, 'evidence/app.log'), 'login with hunter2!x')
  await writeFile(join(folder, 'clean.log'), 'nothing')

  expect(await maskLeaks(folder, knowing('hunter2!x'))).toEqual([
    'A secret value stood in evidence/app.log; it was masked there.',
  ])
  expect(await readFile(join(folder, 'evidence/app.log'), 'utf8')).toBe('login with ***')
  expect(await readFile(join(folder, 'clean.log'), 'utf8')).toBe('nothing')
})

it.each([
  ['a file that is no text', Buffer.concat([Buffer.from([0xff, 0xfe, 0x00]), Buffer.from('hunter2!x')])],
  ['a text that hides it in JSON’s escapes', Buffer.from(JSON.stringify({ said: 'pass"word"1' }))],
])('X-05: %s is removed, since masking it cannot be trusted', async (_, content) => {
  const folder = temporaryFolder(onTestFinished)
  await writeFile(join(folder, 'dump'), content)

  expect(await maskLeaks(folder, knowing('hunter2!x', 'pass"word"1'))).toEqual([
    'A secret value stood in dump; that file was removed.',
  ])
  expect(await readdir(folder)).toEqual([])
})
