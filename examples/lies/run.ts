// Runs the catalogue of lies and says of each whether it was told apart: see docs/lies.md.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'
import { type Lie, readGoodExamples, readLies } from './expectation.js'
import { imagesFor } from './images-for.js'
import { press } from './press.js'
import { closingLine, type Outcome, reportHead, reportLine } from './report.js'
import { runRecipe } from './run-recipe.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const broken = join(root, 'examples/broken')

/** What keeps the host at work beside a good one: deploys, an update, a rollback, a backup. */
const companionNames = ['crash-loop', 'upgrade-loses-data', 'upgrade-rolled-back', 'backup-of-nothing']

const usage = `usage: pnpm lies [name…] [-j n] [--fast] [--good]

Runs every broken example, or those named, through the built program and compares what it says with expected.yaml.

  -j n     how many at once (2)
  --fast   only the subset that CI runs
  --good   the good examples instead, one by one, each beside two broken ones and busy processors

Ends with 0 when all are as expected, with 1 when one is not.

  pnpm lies
  pnpm lies crash-loop dies-late
  pnpm lies --good
`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      jobs: { type: 'string', short: 'j', default: '2' },
      fast: { type: 'boolean', default: false },
      good: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return tell(usage, 0)
  const good = readGoodExamples(join(root, 'examples'))
  const lies = readLies(broken)
  const candidates = values.good ? good : lies.filter(({ expected }) => expected.fast || !values.fast)
  const unknown = positionals.find((name) => !candidates.some((lie) => lie.name === name))
  if (unknown !== undefined) return tell(`No such example: ${unknown}\n\n${usage}`, 2)
  const chosen = candidates.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const jobs = Number(values.jobs)
  if (!Number.isInteger(jobs) || jobs < 1) return tell(`-j takes a number from 1: ${values.jobs}\n\n${usage}`, 2)

  const companions = values.good ? lies.filter(({ name }) => companionNames.includes(name)) : []
  await prepare([...chosen, ...companions])
  print(`  ${reportHead}`)
  const runsDir = await mkdtemp(join(tmpdir(), 'cc-ci-lies-'))
  try {
    const outcomes = values.good
      ? await underLoad(chosen, companions, runsDir)
      : await inLanes(chosen, jobs, (lie) => judgeOne(lie, { workspace: broken, runsDir, capacity: jobs }))
    const { text, ok } = closingLine(outcomes)
    return tell(`\n${text}\n`, ok ? 0 : 1)
  } finally {
    await rm(runsDir, { recursive: true, force: true })
  }
}

async function prepare(lies: readonly Lie[]): Promise<void> {
  await materialiseExamples(join(root, 'examples'), join(root, '.testbed/recipes'))
  await materialiseExamples(broken, join(root, '.testbed/recipes/broken'))
  const folders = lies.flatMap(({ name }) => [join(broken, name), join(root, 'examples', name)])
  const registry = lies.some(({ expected }) => expected.registry)
  await ensureBed({ nested: true, images: await imagesFor(folders), registry })
}

/** Two lanes of broken recipes and busy processors, for as long as the good ones take one after the other. */
async function underLoad(good: readonly Lie[], companions: readonly Lie[], runsDir: string): Promise<Outcome[]> {
  const release = press()
  const capacity = 3
  let isOver = false
  const outcomes: Outcome[] = []
  const accompany = async (lane: number): Promise<void> => {
    const own = companions.filter((_, index) => index % 2 === lane)
    for (let turn = 0; !isOver && own.length > 0; turn++) {
      const companion = own[turn % own.length]
      if (companion !== undefined) outcomes.push(await judgeOne(companion, { workspace: broken, runsDir, capacity }))
    }
  }
  try {
    const lanes = [accompany(0), accompany(1)]
    outcomes.push(...(await inLanes(good, 1, (lie) => judgeOne(lie, { workspace: root, runsDir, capacity }))))
    isOver = true
    await Promise.all(lanes)
    return outcomes
  } finally {
    isOver = true
    release()
  }
}

interface Place {
  readonly workspace: string
  readonly runsDir: string
  readonly capacity: number
}

async function judgeOne(lie: Lie, { runsDir, ...place }: Place): Promise<Outcome> {
  const found = await runRecipe(lie.name, { ...place, runsDir: join(runsDir, lie.name) })
  print(reportLine({ lie, found }))
  return { lie, found }
}

/** Hands each of them to the next lane that is free. */
async function inLanes<T, R>(queue: readonly T[], lanes: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const waiting = [...queue]
  const done: R[] = []
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) done.push(await work(next))
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return done
}

function tell(text: string, exitCode: number): number {
  print(text.trimEnd())
  return exitCode
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

process.exitCode = await main()
