import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findOverlays } from '../overlays/find-overlays.js'
import {
  placeComposeOverlay,
  placeRepairs,
  removeComposeOverlay,
  removeRepairs,
  repairsOf,
  staleRepairs,
} from './place-overlays.js'

async function placed(files: readonly string[]) {
  const root = temporaryFolder(onTestFinished)
  const [checkout, ours, host] = [join(root, 'checkout'), join(root, 'ours'), join(root, 'host')]
  for (const folder of [checkout, ours, host]) mkdirSync(folder)
  writeFileSync(join(host, 'file'), 'of the host')
  writeFileSync(join(checkout, 'compose.yml'), 'of the recipe')
  for (const file of files) {
    mkdirSync(dirname(join(ours, file)), { recursive: true })
    writeFileSync(join(ours, file), `ours ${file}`)
  }
  const overlays = await findOverlays({ overlays: ours, checkout, codeApproved: false, stage: join(root, 'stage') })
  return { checkout, host, overlays, read: (file: string) => readFileSync(join(checkout, file), 'utf8') }
}

it('lays a compose overlay beside the recipe’s own files, and takes it out again', async () => {
  const { checkout, overlays, read } = await placed(['compose.ccci.yml'])
  await placeComposeOverlay(checkout, overlays.compose)
  expect(read('compose.ccci.yml')).toBe('ours compose.ccci.yml')

  await removeComposeOverlay(checkout, overlays.compose)
  expect(readdirSync(checkout)).toEqual(['compose.yml'])
})

it('V-04: repairs one base, calls the others stale, and leaves nothing for the head', async () => {
  const files = ['previous/1.0.0+1/compose.yml', 'previous/1.0.0+1/new/file', 'previous/0.9.0+1/compose.yml']
  const { checkout, overlays, read } = await placed(files)
  const repairs = repairsOf(overlays, '1.0.0+1')
  await placeRepairs(checkout, repairs)

  expect([read('compose.yml'), read('new/file')]).toEqual(files.slice(0, 2).map((file) => `ours ${file}`))
  expect(staleRepairs(overlays, '1.0.0+1')).toEqual(['previous/0.9.0+1'])
  await removeRepairs(checkout, repairs)
  expect(readdirSync(checkout)).toEqual([])
})

describe('a link that a pull request puts where our file goes', () => {
  it('is replaced, and what it leads to stays as it was', async () => {
    const { checkout, host, overlays, read } = await placed(['compose.ccci.yml'])
    symlinkSync(join(host, 'file'), join(checkout, 'compose.ccci.yml'))
    await placeComposeOverlay(checkout, overlays.compose)

    expect([read('compose.ccci.yml'), readFileSync(join(host, 'file'), 'utf8')]).toEqual([
      ...['ours compose.ccci.yml', 'of the host'],
    ])
  })

  it('is refused in place of a folder', async () => {
    const { checkout, host, overlays } = await placed(['previous/1.0.0+1/deep/er/file'])
    symlinkSync(host, join(checkout, 'deep'))

    await expect(placeRepairs(checkout, repairsOf(overlays, '1.0.0+1'))).rejects.toMatchObject({
      ...{ code: 'FILE_OUTSIDE_RECIPE', exitCode: 2 },
    })
    expect(existsSync(join(host, 'er'))).toBe(false)
  })
})
