import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exampleRunResult, redRestoreResult } from '../../packages/contracts/src/testing/index.js'
import { cardPng, renderRunPage } from '../../packages/results-ux/src/index.js'
import { createDashboard, type History, openHistory, planPruning } from '../../packages/results-ux/src/site.js'
import { describeMachine } from '../machine.js'
import { generateRuns, newest } from './generate-runs.js'
import { type Times, timeMedian, timeOnce } from './time-median.js'

const size = { runs: 10_000, recipes: 60 }
const rounds = 20
const anHourMs = 3_600_000
const budgets = { cardMs: 150, coldIndexMs: 5000, pageMs: 50 }
/** Pages of the dashboard, as a visitor asks for them. A new kind of page is added here. */
const pages = (run: string, failed: string) => ({
  'fleet, as a table': '/',
  'fleet, with pictures': '/?view=grid',
  'fleet, searched': '/?q=s%3Afailed',
  'changes of level': '/changes',
  'one recipe, all its runs': '/recipe/recipe-07',
  'one run, green': `/runs/${run}/`,
  'one run, failed': `/runs/${failed}/`,
  'a log': `/runs/${failed}/log/evidence%252Fapp.1.abc.log`,
  'feed of all recipes': '/feed.xml',
  metrics: '/metrics',
  'badge of a recipe': '/badge/recipe-07.svg',
})

const broken: string[] = []
const say = (text: string): boolean => process.stdout.write(`${text}\n`)

function report(what: string, ms: number, detail: string, budget?: number): void {
  const kept = budget === undefined || ms <= budget
  if (!kept) broken.push(what)
  const judged = budget === undefined ? '' : `   budget ${budget} ms: ${kept ? 'kept' : 'BROKEN'}`
  say(`  ${what.padEnd(34)} ${ms.toFixed(ms < 10 ? 1 : 0).padStart(6)} ms  ${detail}${judged}`)
}

function reportMedian(what: string, { first, middle, worst }: Times, budget?: number): void {
  report(what, middle, `(first ${first.toFixed(1)}, slowest ${worst.toFixed(1)})`, budget)
}

async function measureRenderings(): Promise<void> {
  say(`Renderings of one result, medians of ${rounds}`)
  reportMedian('card', await timeMedian(rounds, () => cardPng(exampleRunResult(), { theme: 'light' })), budgets.cardMs)
  const page = (): string => renderRunPage(redRestoreResult(), { pictures: new Map() })
  reportMedian('page of a run, as a file', await timeMedian(rounds, page), budgets.pageMs)
}

async function measureIndex(runsFolder: string): Promise<void> {
  say('The index')
  const cold = await timeOnce(() => openHistory(runsFolder).close())
  report(
    'cold: every result is read',
    cold,
    `(${((cold / size.runs) * 1000).toFixed(0)} µs a run)`,
    budgets.coldIndexMs,
  )
  reportMedian('warm: nothing has changed', await timeMedian(5, () => openHistory(runsFolder).close()))
  let clock = Date.now()
  const history = openHistory(runsFolder, () => (clock += anHourMs))
  const lookAtAll = await timeMedian(rounds, () => history.refresh())
  reportMedian('look at all, once a minute', lookAtAll)
  history.close()
}

async function measureQueries(history: History): Promise<void> {
  say(`Questions to it, medians of ${rounds}`)
  reportMedian('fleet', await timeMedian(rounds, () => history.fleet()))
  reportMedian('all runs of one recipe', await timeMedian(rounds, () => history.runsOf('recipe-07')))
  reportMedian('changes of level, newest 200', await timeMedian(rounds, () => history.changes({ limit: 200 })))
  reportMedian('look for what is new on disk', await timeMedian(rounds, () => history.refresh()))
}

/** Whole answers of the web application, its look at the disk among them, without the network. */
async function measurePages(history: History, runsFolder: string): Promise<void> {
  say(`Pages, medians of ${rounds}`)
  const dashboard = createDashboard({ history, runsFolder, now: () => newest })
  const runs = history.runsOf('recipe-07')
  const [green, failed] = [runs.find(({ fault }) => fault === null), runs.find(({ fault }) => fault !== null)]
  for (const [what, path] of Object.entries(pages(green?.folder ?? '', failed?.folder ?? ''))) {
    let bytes = 0
    const times = await timeMedian(rounds, async () => {
      const answer = await dashboard.request(path)
      if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`)
      bytes = (await answer.arrayBuffer()).byteLength
    })
    reportMedian(`${what}, ${Math.ceil(bytes / 1024)} kB`, times, budgets.pageMs)
  }
}

async function measureRetention(history: History, runsFolder: string): Promise<void> {
  say('Retention')
  const settings = { days: 90, perRunMb: 100, totalMb: 10_000 }
  const plan = (): unknown => planPruning(runsFolder, history, { settings, now: newest })
  reportMedian('plan what goes, medians of 3', await timeMedian(3, plan))
}

function measureMemory(runsFolder: string): void {
  const program = fileURLToPath(new URL('hold-history.ts', import.meta.url))
  const node = ['--conditions=@cc-ci/source', '--import', 'tsx', program, runsFolder]
  const { stdout, stderr, status } = spawnSync(process.execPath, node, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`)
  const { before, held } = JSON.parse(stdout) as { before: number; held: number }
  const inMb = (bytes: number): string => (bytes / 1024 ** 2).toFixed(0)
  say(
    `Memory of a process with the history open: ${inMb(held)} MiB, of which ${inMb(held - before)} MiB are the history’s`,
  )
}

const runsFolder = mkdtempSync(join(tmpdir(), 'cc-ci-bench-results-'))
try {
  say(`Results: ${size.runs} runs of ${size.recipes} recipes; ${describeMachine()}`)
  generateRuns(runsFolder, size)
  await measureRenderings()
  await measureIndex(runsFolder)
  const history = openHistory(runsFolder)
  await measureQueries(history)
  await measurePages(history, runsFolder)
  await measureRetention(history, runsFolder)
  history.close()
  measureMemory(runsFolder)
} finally {
  rmSync(runsFolder, { recursive: true, force: true })
}
say(broken.length === 0 ? 'every budget kept' : `BROKEN: ${broken.join('; ')}`)
process.exitCode = broken.length === 0 ? 0 : 1
