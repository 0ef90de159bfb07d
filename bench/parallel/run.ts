import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { $ } from 'zx'
import type { RunResult } from '../../packages/contracts/src/run-result.js'
import { readBed, root } from '../bed.js'
import { describeMachine } from '../machine.js'
import { program } from '../run-tester.js'

const budget = 1.5
const usage = 'usage: run.ts [--capacity n|default] [recipe…]; without --capacity, all recipes may run at once'
const { values, positionals } = parseArgs({ allowPositionals: true, options: { capacity: { type: 'string' } } })
const recipes = positionals.length > 0 ? positionals : ['custom-html', 'guestbook', 'tiddlywiki', 'dokuwiki']
const wanted = values.capacity ?? String(recipes.length)
if (wanted !== 'default' && !/^[1-9]\d*$/.test(wanted)) throw new Error(usage)

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

interface Measured {
  /** From the start of the process to its end. */
  readonly seconds: number
  /** What the program itself says that it kept to. */
  readonly capacity: number
}

/** Every recipe must be green, or the time says nothing. */
async function timeGreen(names: readonly string[]): Promise<Measured> {
  const runs = await mkdtemp(join(tmpdir(), 'cc-ci-bench-'))
  const { CC_CI_CAPACITY: _, ...inherited } = process.env
  const env = { ...inherited, CC_CI_RUNS_DIR: runs, ...(wanted !== 'default' && { CC_CI_CAPACITY: wanted }) }
  try {
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
    return { seconds, capacity: await capacityIn(runs) }
  } finally {
    await rm(runs, { recursive: true, force: true })
  }
}

async function capacityIn(runs: string): Promise<number> {
  const [first = ''] = (await readFile(join(runs, '1/events.jsonl'), 'utf8')).split('\n')
  return JSON.parse(first).capacity
}

await readBed()
say(`${recipes.length} recipes at once; ${describeMachine()}`)
const alone: number[] = []
for (const recipe of recipes) {
  const { seconds } = await timeGreen([recipe])
  alone.push(seconds)
  say(`${recipe.padEnd(16)} alone ${seconds.toFixed(1).padStart(6)} s`)
}
const { seconds: together, capacity } = await timeGreen(recipes)
const inTurn = alone.reduce((sum, seconds) => sum + seconds, 0)
// No order of the runs can take less: neither than the slowest, nor than all of them spread over the slots.
const least = Math.max(...alone, inTurn / capacity)
const ratio = together / least
say(`${'all at once'.padEnd(16)}       ${together.toFixed(1).padStart(6)} s at capacity ${capacity}`)
say(`${'one by one'.padEnd(16)}       ${inTurn.toFixed(1).padStart(6)} s, ${(inTurn / together).toFixed(2)} times that`)
say(
  `ratio ${ratio.toFixed(2)} to ${least.toFixed(1)} s, the least possible at that capacity; budget ${budget.toFixed(2)}: ${ratio <= budget ? 'kept' : 'BROKEN'}`,
)
process.exitCode = ratio <= budget ? 0 : 1
