import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { ExecaProcessRunner } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { bundleRuns } from '../src/bundle/bundle-runs.js'
import { writeBundle } from '../src/bundle/write-bundle.js'

const world = { processes: new ExecaProcessRunner(), environment: process.env }
const planted = 'hunter2-correct-horse'

function run(): { folder: string; around: string } {
  const around = temporaryFolder(onTestFinished)
  const folder = join(around, '12')
  mkdirSync(join(folder, 'evidence'), { recursive: true })
  writeFileSync(join(folder, 'results.json'), JSON.stringify(exampleRunResult({ runId: '12' })))
  writeFileSync(join(folder, 'wiki.env'), `ADMIN_PASSWORD=${planted}\n`)
  writeFileSync(join(folder, 'evidence', 'app.1.log'), `https://bot:${planted}@forge.test\n`)
  writeFileSync(join(folder, 'evidence', 'dump.bin'), Buffer.from([0, 1, 2]))
  return { folder, around }
}

it('a bundle unpacks to the run without the planted secret, and says what is not in it', async () => {
  const { folder, around } = run()
  const written = await writeBundle(folder, join(around, 'a:b.tar.gz'), world)
  execFileSync('tar', ['--extract', '--force-local', `--file=${written.bundle}`, `--directory=${around}`])
  const unpacked = join(around, 'cc-ci-run-12')
  const names = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const texts = names.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))

  expect(names.map(({ name }) => name).toSorted()).toEqual(['BUNDLE.txt', 'app.1.log', 'results.json', 'wiki.env'])
  expect(texts.join('\n')).not.toContain('hunter2')
  expect(texts.join('\n')).toContain('evidence/dump.bin was left out')
  expect(readFileSync(join(folder, 'wiki.env'), 'utf8'), 'the folder itself stays as it was').toContain(planted)
  expect(existsSync(`${written.bundle}.part`)).toBe(false)
})

it('a bundle that cannot be written says why, leaves no half file, and takes nothing from a run', async () => {
  const { folder, around } = run()
  writeFileSync(join(around, 'file'), '')
  const said: string[] = []
  const outcome = { ok: true, result: exampleRunResult(), folder: join(around, 'nothing here') } as const
  await bundleRuns([outcome], { ...world, say: (text) => said.push(text) })

  expect(said).toEqual([expect.stringContaining('nothing here')])
  await expect(writeBundle(folder, join(around, 'file', 'x.tar.gz'), world)).rejects.toMatchObject({
    code: 'BUNDLE_FAILED',
    hint: expect.stringContaining('--output'),
  })
})
