import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { $ } from 'zx'
import type { RunResult } from '../../packages/contracts/src/run-result.js'
import { readBed, root } from '../bed.js'
import { describeMachine } from '../machine.js'
import { program } from '../run-tester.js'

const budget = 1.5
const recipes = process.argv.length > 2 ? process.argv.slice(2) : ['custom-html', 'guestbook', 'tiddlywiki', 'dokuwiki']

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

/** Seconds from the start of the process to its end; every recipe must be green, or the time says nothing. */
async function timeGreen(names: readonly string[]): Promise<number> {
  const runs = await mkdtemp(join(tmpdir(), 'cc-ci-bench-'))
  try {
    const env = { ...process.env, CC_CI_CAPACITY: String(names.length), CC_CI_RUNS_DIR: runs }
    const started = performance.now()
    const { stdout } = await $({
      cwd: root,
      env,
      nothrow: true,
    })`node ${program} test ${names} -j ${names.length} --json`.quiet()
    const seconds = (performance.now() - started) / 1000
    const document = JSON.parse(stdout) as RunResult | { readonly runs: readonly RunResult[] }
    const results = 'runs' in document ? document.runs : [document]
    const bad = results.find(({ verdict }) => verdict !== 'green')
    if (bad !== undefined || results.length < names.length)
      throw new Error(`Not all of ${names.join(', ')} are green: ${bad?.recipe} says ${bad?.fault?.evidence}`)
    return seconds
  } finally {
    await rm(runs, { recursive: true, force: true })
  }
}

await readBed()
say(`${recipes.length} recipes at once against the slowest alone; ${describeMachine()}`)
const alone: number[] = []
for (const recipe of recipes) {
  const seconds = await timeGreen([recipe])
  alone.push(seconds)
  say(`${recipe.padEnd(16)} alone ${seconds.toFixed(1).padStart(6)} s`)
}
const together = await timeGreen(recipes)
const ratio = together / Math.max(...alone)
say(`${'all at once'.padEnd(16)}       ${together.toFixed(1).padStart(6)} s`)
say(`ratio ${ratio.toFixed(2)}, budget ${budget.toFixed(2)}: ${ratio <= budget ? 'kept' : 'BROKEN'}`)
process.exitCode = ratio <= budget ? 0 : 1
