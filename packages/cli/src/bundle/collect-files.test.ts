import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { collectFiles } from './collect-files.js'

const roomy = { file: 10_000, total: 100_000 }

function runFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = join(temporaryFolder(onTestFinished), 'run')
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

it('takes what the run left, redacted, the result first', async () => {
  const folder = runFolder({ 'a.env': 'DB_PASSWORD=x1y2z3', 'evidence/app.log': 'hello', 'results.json': '{}' })
  const { files, notes } = await collectFiles(folder, roomy)

  expect(files.map(({ path }) => path)).toEqual(['results.json', 'a.env', 'evidence/app.log'])
  expect(files[1]?.content.toString()).toBe('DB_PASSWORD=***')
  expect(notes).toEqual([])
})

it('takes nothing from outside of the folder: links to files and folders are named and not followed', async () => {
  const folder = runFolder({ 'results.json': '{}' })
  writeFileSync(join(folder, '..', 'outside'), 'not yours')
  symlinkSync(join(folder, '..', 'outside'), join(folder, 'file'))
  symlinkSync(join(folder, '..'), join(folder, 'folder'))
  const { files, notes } = await collectFiles(folder, roomy)

  expect(files.map(({ path }) => path)).toEqual(['results.json'])
  expect(notes.toSorted()).toEqual(['file was left out: it is a link.', 'folder was left out: it is a link.'])
})

it('leaves out binaries but for pictures, an earlier bundle, and what a run that still goes is working with', async () => {
  const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1])
  const files = { 'a.png': picture, 'dump.bin': Buffer.from([0, 1]), 'bundle.tar.gz': 'x', 'recipe/abra.sh': 'x' }
  const collected = await collectFiles(runFolder({ ...files, 'browser/x': 'x' }), roomy)

  expect(collected.files).toEqual([{ path: 'a.png', content: picture }])
  expect(collected.notes).toEqual(['dump.bin was left out: it is binary, so nobody can redact it.'])
})

it('P-08: cuts a long file in its middle and says so', async () => {
  const folder = runFolder({ 'app.log': `first${'.'.repeat(50_000)}last` })
  const { files, notes } = await collectFiles(folder, roomy)
  const text = files[0]?.content.toString() ?? ''

  expect(text).toMatch(/^first\.+\n… 40009 bytes cut …\n\.+last$/)
  expect(notes).toEqual(['app.log was cut: 50009 bytes, of which 10000 may stay.'])
})

it('masks before it cuts, so that no half of a secret slips through', async () => {
  const folder = runFolder({ 'app.log': `${'.'.repeat(90)} PASSWORD=${'hunter2'.repeat(30)} ${'.'.repeat(90)}` })
  const { files } = await collectFiles(folder, { file: 200, total: 1_000 })

  expect(files[0]?.content.toString()).not.toContain('hunter2')
})

it('P-08: stays below its size, and names what did not fit', async () => {
  const folder = runFolder({ 'a.log': 'a'.repeat(60), 'b.log': 'b'.repeat(60), 'results.json': '{"a":1}' })
  const { files, notes } = await collectFiles(folder, { file: 100, total: 100 })

  expect(files.map(({ path }) => path)).toEqual(['results.json', 'a.log'])
  expect(notes).toEqual(['b.log was left out: the bundle would be larger than it may be.'])
})
