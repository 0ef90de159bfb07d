import { spawnSync } from 'node:child_process'
import { describeMachine } from '../machine.js'
import { median } from '../median.js'
import { program } from '../run-tester.js'

const rounds = 10
const budgetMs = 100

/** In milliseconds. The processor's share says more than the clock's on a machine that also does other things. */
interface Cost {
  readonly wall: number
  readonly processor: number
}

// Bash reports a child's processor time to the millisecond, which Node cannot.
const timed = `TIMEFORMAT='cost %R %U %S'; time "$@" >/dev/null`

function measure(args: readonly string[]): Cost {
  const { status, stderr } = spawnSync('bash', ['-c', timed, 'bash', process.execPath, ...args], { encoding: 'utf8' })
  const [, wall, user, system] = /cost (\S+) (\S+) (\S+)/.exec(stderr) ?? []
  if (status !== 0 || wall === undefined) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`)
  return { wall: Number(wall) * 1000, processor: (Number(user) + Number(system)) * 1000 }
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

function middleOf(costs: readonly Cost[]): Cost {
  return { wall: median(costs.map(({ wall }) => wall)), processor: median(costs.map(({ processor }) => processor)) }
}

measure([program, '--version']) // fills Node's compile cache, as any earlier use does
const pairs = Array.from({ length: rounds }, () => ({
  bare: measure(['-e', '0']),
  cli: measure([program, '--version']),
}))
const bare = middleOf(pairs.map((pair) => pair.bare))
const cli = middleOf(pairs.map((pair) => pair.cli))
const above = { wall: cli.wall - bare.wall, processor: cli.processor - bare.processor }
const row = (what: string, { wall, processor }: Cost): string =>
  `${what.padEnd(18)} wall ${wall.toFixed(0).padStart(5)} ms   processor ${processor.toFixed(0).padStart(5)} ms`

say(`Start-up, medians of ${rounds} in turn; ${describeMachine()}`)
say(row('node -e 0', bare))
say(row('cc-ci --version', cli))
say(`${row('above a bare Node', above)}   budget ${budgetMs} ms: ${above.wall <= budgetMs ? 'kept' : 'BROKEN'}`)
process.exitCode = above.wall <= budgetMs ? 0 : 1
