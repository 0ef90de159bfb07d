import { parseArgs } from 'node:util'
import { tierNames } from '../../packages/contracts/src/run-result.js'
import { readBed, root } from '../bed.js'
import { describeMachine } from '../machine.js'
import { median } from '../median.js'
import { runTester, type TesterRun } from '../run-tester.js'
import { type ByHandRun, runByHand, withRepository } from './run-by-hand.js'
import { comparePhases, formatWaterfall, type Phase } from './waterfall.js'

const budget = 1.1
const tiers = 'install,upgrade,backup,restore'

interface Pair {
  readonly harness: TesterRun
  readonly byHand: ByHandRun
  readonly ratio: number
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { pairs: { type: 'string', default: '3' } },
  })
  const [recipe = 'custom-html'] = positionals
  const bed = await readBed()
  say(`${recipe}: harness against script, ${values.pairs} pairs; ${describeMachine()}`)
  const pairs: Pair[] = []
  await withRepository(bed, async (repository) => {
    for (let pair = 1; pair <= Number(values.pairs); pair++) {
      const harness = await runGreen(recipe)
      const byHand = await runByHand(recipe, repository, bed)
      const ratio = harness.seconds / byHand.seconds
      pairs.push({ harness, byHand, ratio })
      say(`pair ${pair}: ${harness.seconds.toFixed(2)} s ÷ ${byHand.seconds.toFixed(2)} s = ${ratio.toFixed(3)}`)
    }
  })
  report(pairs)
}

async function runGreen(recipe: string): Promise<TesterRun> {
  // The script takes no pictures of the app.
  const run = await runTester([recipe, '--tiers', tiers], root, { CC_CI_CHROMIUM: '/none' })
  if (run.result.verdict === 'green') return run
  throw new Error(
    `The harness did not find ${recipe} green: ${run.result.fault?.evidence ?? run.result.notes.join('; ')}`,
  )
}

function report(pairs: readonly Pair[]): void {
  const ratios = pairs.map(({ ratio }) => ratio)
  const middle = median(ratios)
  const typical = [...pairs].sort((a, b) => Math.abs(a.ratio - middle) - Math.abs(b.ratio - middle))[0]
  if (typical !== undefined) showPair(typical)
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)]
  const verdict = most <= budget ? 'kept' : least > budget ? 'BROKEN' : 'UNDECIDED, the pairs lie on both sides of it'
  say(
    `\nmedian ratio ${middle.toFixed(3)} (${least.toFixed(3)} to ${most.toFixed(3)}), budget ${budget.toFixed(2)}: ${verdict}`,
  )
  process.exitCode = verdict === 'kept' ? 0 : 1
}

function showPair({ harness, byHand, ratio }: Pair): void {
  const phases = withoutTiers(harness)
  say(`\nThe pair nearest to the median (${ratio.toFixed(3)}).\n\nThe harness; times since its process began:`)
  say(formatWaterfall(phases, harness.seconds))
  say('\nThe script:')
  say(formatWaterfall(byHand.phases, byHand.seconds))
  say('\nWhere the difference lies, all phases of one name together:')
  say(comparePhases({ phases, whole: harness.seconds }, { phases: byHand.phases, whole: byHand.seconds }))
}

/** Tiers are made of other phases; their times in the journal begin with the run, some time after the process did. */
function withoutTiers({ result, seconds }: TesterRun): Phase[] {
  const startUp = seconds - (result.finished - result.started)
  const inner = result.phases
    .filter(({ name }) => !(tierNames as readonly string[]).includes(name))
    .map(({ name, start, seconds: took }) => ({ name, start: start + startUp, seconds: took }))
  return [{ name: 'start-up', start: 0, seconds: startUp }, ...inner]
}

// An interrupt reaches the two programs as well: they clean up and end, and with them the round and what it made.
process.on('SIGINT', () => undefined)
await main()
