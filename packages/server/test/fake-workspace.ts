import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { onTestFinished } from 'vitest'
import type { ChildRunnerOptions } from '../src/adapters/child-runner.js'

export interface FakeWorkspace {
  readonly folder: string
  readonly runner: ChildRunnerOptions
  /** How the program was called until now, each time as `<pid> <recipe> <flags>`. */
  readonly calls: () => readonly string[]
  /** Lets the runs go on that wait. */
  readonly letGo: () => void
}

/** A folder in which a fake `cc-ci test` runs; what it still runs there ends with the test. */
export function fakeWorkspace(): FakeWorkspace {
  const folder = temporaryFolder(onTestFinished)
  const runsDir = join(folder, 'runs')
  mkdirSync(runsDir)
  const template = join(folder, 'template.json')
  writeFileSync(template, JSON.stringify(exampleRunResult()))
  const calls = (): readonly string[] => {
    try {
      return readFileSync(join(folder, 'calls'), 'utf8').split('\n').slice(0, -1)
    } catch {
      return []
    }
  }
  onTestFinished(() => {
    for (const call of calls()) {
      try {
        process.kill(-Number.parseInt(call, 10), 'SIGKILL')
      } catch {
        // It has ended.
      }
    }
  })
  return {
    folder,
    runner: {
      program: process.execPath,
      args: [fileURLToPath(new URL('programs/fake-test.mjs', import.meta.url))],
      ...{ cwd: folder, runsDir, spool: join(folder, 'spool') },
      environment: { ...process.env, CI: 'true', CC_CI_PARENT_PID: '1', FAKE_RESULT: template },
    },
    calls,
    letGo: () => writeFileSync(join(folder, 'go'), ''),
  }
}
