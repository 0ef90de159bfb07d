import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '@cc-ci/contracts/run-event'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { tellRunFolder } from '../src/tell-run-folder.js'

const at = { at: 1, runId: '7' }
const started: RunEvent = {
  ...{ ...at, type: 'run.started', recipe: 'wiki', ref: 'a91b77d', domain: 'wiki.ci.test' },
  ...{ folder: '/srv/runs/7', capacity: 2 },
}

it('tells whoever started a run where its folder is, and writes nothing else', () => {
  const folder = temporaryFolder(onTestFinished)
  const environment = { CC_CI_FOLDER_FILE: join(folder, 'run-folder') }
  tellRunFolder({ ...at, type: 'phase.started', phase: 'plan' }, environment)
  expect(readdirSync(folder)).toEqual([])
  tellRunFolder(started, environment)
  expect(readdirSync(folder)).toEqual(['run-folder'])
  expect(readFileSync(join(folder, 'run-folder'), 'utf8')).toBe('/srv/runs/7\n')
})

it('keeps no run from going on where nobody asks, or the file cannot be written', () => {
  for (const file of [undefined, '', '/dev/null/run-folder']) {
    expect(() => tellRunFolder(started, { CC_CI_FOLDER_FILE: file })).not.toThrow()
  }
})
