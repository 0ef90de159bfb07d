import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRunFolder, discardRunFolder, writeFileAtomically } from './run-folder.js'

const emptyFolder = () => temporaryFolder(onTestFinished)

describe('the number of a run', () => {
  it('is never given twice, however many runs begin at once', async () => {
    const runsDir = join(emptyFolder(), 'runs')
    const folders = await Promise.all(Array.from({ length: 50 }, () => createRunFolder(runsDir)))

    expect(folders.map(({ seq }) => seq).sort((one, other) => one - other)).toEqual(
      [...Array(50).keys()].map((n) => n + 1),
    )
    expect(readdirSync(runsDir)).toHaveLength(50)
  })

  it('follows the highest one by number, whatever else lies there', async () => {
    const runsDir = emptyFolder()
    for (const name of ['9', '10', '011', 'latest', '7.old']) mkdirSync(join(runsDir, name))
    const folder = await createRunFolder(runsDir)

    expect(folder).toEqual({ runId: '11', seq: 11, path: join(runsDir, '11') })
    expect(readdirSync(folder.path)).toEqual([])
  })

  it('steps over a file in its way', async () => {
    const runsDir = emptyFolder()
    writeFileSync(join(runsDir, '1'), '')

    expect(await createRunFolder(runsDir)).toMatchObject({ seq: 2 })
  })
})

it.each([
  ['lies below a file', () => join(emptyFolder(), 'file', 'runs'), 'ENOTDIR'],
  ['is a file', () => join(emptyFolder(), 'file'), 'ENOTDIR'],
  ['can never be made', () => '/proc/cc-ci-runs/deep', 'ENOENT'],
  ['takes no folder', () => '/proc/self', 'ENOENT'],
])('names a runs folder that %s, and what to set', async (_, place, why) => {
  const runsDir = place()
  if (runsDir.includes('file')) writeFileSync(runsDir.replace(/file.*/, 'file'), '')

  await expect(createRunFolder(runsDir)).rejects.toMatchObject({
    code: 'RUNS_DIR_UNUSABLE',
    exitCode: 2,
    message: `No run folder can be made in ${runsDir}: ${why}.`,
    hint: expect.stringContaining('runsDir'),
  })
})

it('leaves nothing of a run that did not begin', async () => {
  const runsDir = emptyFolder()
  const folder = await createRunFolder(runsDir)
  writeFileSync(join(folder.path, 'events.jsonl'), '{}')
  await discardRunFolder(folder)

  expect(readdirSync(runsDir)).toEqual([])
})

it('replaces a file at once and leaves no draft behind', async () => {
  const folder = emptyFolder()
  const file = join(folder, 'results.json')
  writeFileSync(file, 'old')
  const before = readFileSync(file, 'utf8')
  await writeFileAtomically(file, 'new')

  expect([before, readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['old', 'new', ['results.json']])
})
