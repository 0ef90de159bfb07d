// Takes each fix of the concurrency suite out of a copy of the sources and sees its test fail: see docs/concurrency.md.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { concurrencyReverts } from './concurrency.js'
import { needsSwarm, type Revert, takeOut } from './revert.js'
import { runTest, type TestOutcome } from './run-test.js'
import { scratchCopy } from './scratch-copy.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

const usage = `usage: pnpm reverts [id…] [--fast]

For every field note of the concurrency suite, or those named: runs its test, which must pass, then takes the fix out of
a copy of the sources and runs it again, which must fail.

  --fast   only those that need no Swarm

Ends with 0 when all are as they must be, with 1 when one is not.

  pnpm reverts --fast
  pnpm reverts K-04 K-12
`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { fast: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  })
  if (values.help) return tell(usage, 0)
  const unknown = positionals.find((id) => !concurrencyReverts.some((revert) => revert.id === id))
  if (unknown !== undefined) return tell(`There is no revert for ${unknown}.\n\n${usage}`, 2)
  const wanted = concurrencyReverts
    .filter(({ id }) => positionals.length === 0 || positionals.includes(id))
    .filter((revert) => !values.fast || !needsSwarm(revert))
  const copy = await scratchCopy(root)
  try {
    let proven = 0
    for (const revert of wanted) if (await prove(revert, copy.folder)) proven += 1
    const wrong = wanted.length - proven
    return tell(`${proven} of ${wanted.length} fixes are proven by a test that fails without them\n`, wrong && 1)
  } finally {
    await copy.remove()
  }
}

async function prove(revert: Revert, folder: string): Promise<boolean> {
  const before = await runTest(revert, root, folder)
  const after = await runWithout(revert, folder)
  const isProof = before.kind === 'passed' && after.kind === 'failed'
  const why = before.kind === 'passed' ? after.message : before.message
  const mark = isProof ? '✓' : '✗'
  tell(`${mark} ${revert.id}  ${say(before)}, without ${revert.without} ${say(after)}\n          ${why}\n`, 0)
  return isProof
}

async function runWithout(revert: Revert, folder: string): Promise<TestOutcome> {
  const file = join(folder, revert.file)
  const source = await readFile(file, 'utf8')
  await writeFile(file, takeOut(revert, source))
  try {
    return await runTest(revert, root, folder)
  } finally {
    await writeFile(file, source)
  }
}

const say = (outcome: TestOutcome): string =>
  outcome.kind === 'none' ? 'no test ran' : `${outcome.kind} in ${outcome.seconds.toFixed(0)} s`

function tell(text: string, exitCode: number): number {
  process.stdout.write(text)
  return exitCode
}

process.exitCode = await main()
