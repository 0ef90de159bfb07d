import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asNobody, temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { ClientFiles } from '../src/adapters/client-files.js'
import { readRun } from '../src/adapters/run-files.js'

it('W-34: a registry that may not be read is no empty one: who looks for another owner is told that nobody can tell', async () => {
  const folder = temporaryFolder(onTestFinished)
  chmodSync(folder, 0o755)
  const client = new ClientFiles({ CLAUDE_CONFIG_DIR: folder })
  expect(await asNobody(async () => client.liveRecords())).toEqual([])

  mkdirSync(join(folder, 'sessions'))
  chmodSync(join(folder, 'sessions'), 0)
  await expect(asNobody(async () => client.liveRecords())).rejects.toMatchObject({ code: 'EACCES' })
  chmodSync(join(folder, 'sessions'), 0o755)
  expect(await asNobody(async () => client.liveRecords())).toEqual([])
})

it('a run whose file may not be read is not one that has no agent', async () => {
  const file = join(temporaryFolder(onTestFinished), 'run.json')
  chmodSync(join(file, '..'), 0o755)
  expect(readRun(file)).toBeUndefined()
  writeFileSync(file, '{"runId":')
  expect(readRun(file)).toBeUndefined()
  chmodSync(file, 0)
  await expect(asNobody(async () => readRun(file))).rejects.toMatchObject({ code: 'EACCES' })
})
