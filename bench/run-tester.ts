import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { $ } from 'zx'
import type { RunEvent } from '../packages/contracts/src/run-event.js'
import type { RunResult } from '../packages/contracts/src/run-result.js'
import { root } from './bed.js'

export const program = join(root, 'packages/cli/bin/run.js')

export interface TesterRun {
  /** From the start of the process to its end. */
  readonly seconds: number
  readonly exitCode: number | null
  readonly result: RunResult
  readonly events: readonly RunEvent[]
}

/** Runs the built `cc-ci test` in a workspace folder, and keeps of it only what it wrote. */
export async function runTester(
  args: readonly string[],
  workspace: string = root,
  environment: Readonly<Record<string, string>> = {},
): Promise<TesterRun> {
  const runs = await mkdtemp(join(tmpdir(), 'cc-ci-bench-'))
  try {
    const started = performance.now()
    const run = await $({
      cwd: workspace,
      nothrow: true,
      env: { ...process.env, ...environment },
    })`node ${program} test ${args} --json --runs-dir ${runs}`.quiet()
    const seconds = (performance.now() - started) / 1000
    const [folder] = await readdir(runs)
    if (folder === undefined) throw new Error(`cc-ci test ${args.join(' ')} made no run: ${run.stderr || run.stdout}`)
    const events = (await readFile(join(runs, folder, 'events.jsonl'), 'utf8')).trimEnd().split('\n')
    return {
      seconds,
      exitCode: run.exitCode,
      result: JSON.parse(await readFile(join(runs, folder, 'results.json'), 'utf8')) as RunResult,
      events: events.map((line) => JSON.parse(line) as RunEvent),
    }
  } finally {
    await rm(runs, { recursive: true, force: true })
  }
}
