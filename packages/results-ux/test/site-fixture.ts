import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import {
  exampleRunResult,
  levelFiveResult,
  notJudgedResult,
  redRestoreResult,
  skippedRungResult,
} from '@cc-ci/contracts/testing'
import { rasterise } from '../src/index.js'

const day = 86_400

/** The moment at which the site is looked at: two days after its newest run. */
export const siteNow = 1_790_000_000 + 100 * day

/** What a hostile recipe is called, and what it writes everywhere. */
export const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>"\u202e'

/**
 * Folders of runs as a year leaves them: recipes that are fine, regressed, red, stale, flaky, not judged and never tested
 * on main, one with a hostile name, one result of schema 2, one corrupt, and one run that is still going.
 */
export async function writeSiteRuns(): Promise<string> {
  const runs = mkdtempSync(join(tmpdir(), 'cc-ci-site-'))
  const screenshot = await rasterise(
    '<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800"><rect width="1280" height="800" fill="#cde"/><circle cx="640" cy="300" r="200" fill="#357"/></svg>',
  )
  let seq = 0
  const put = (age: number, result: RunResult, overrides: Partial<RunResult> = {}): string => {
    seq += 1
    const finished = siteNow - age * day
    const run = { ...result, runId: String(seq), seq, started: finished - 60, finished, ...overrides }
    const folder = join(runs, String(seq))
    mkdirSync(join(folder, 'evidence'), { recursive: true })
    mkdirSync(join(folder, 'junit'))
    const artefacts = { ...run.artefacts, screenshot: 'screenshot.png', screenshotReason: null }
    writeFileSync(join(folder, 'results.json'), JSON.stringify({ ...run, artefacts }))
    writeFileSync(join(folder, 'screenshot.png'), screenshot)
    writeFileSync(join(folder, 'junit/cc-ci.xml'), '<testsuites/>')
    writeFileSync(join(folder, 'evidence/app.1.abc.log'), `one\n\u001b[31mred\u001b[0m <b>\n${hostile}\n`)
    return folder
  }
  const main = { pr: null }
  for (let age = 40; age > 2; age -= 4) put(age, levelFiveResult(), main)
  put(2.5, { ...levelFiveResult(), pr: 7 }, { level: 4 })
  put(9, levelFiveResult(), { ...main, recipe: 'nextcloud', pr: null })
  put(2, redRestoreResult(), main)
  put(60, skippedRungResult(), main)
  put(3, notJudgedResult(), { ...main, recipe: 'broken-host' })
  put(3, exampleRunResult(), { ...main, recipe: 'only-proposed', pr: 9 })
  put(3, withFlakyTest(), { ...main, recipe: 'wobbly' })
  put(3, redRestoreResult(), { ...main, recipe: hostile, notes: [hostile] })
  const old = {
    schema: 2,
    run_id: 4,
    recipe: 'ghost',
    finished: siteNow - 90 * day,
    level: 1,
    rungs: { install: 'pass' },
  }
  writeFolder(join(runs, 'old-4'), JSON.stringify(old))
  writeFolder(join(runs, 'cut-off'), '{"schemaVersion": 3, "runId"')
  mkdirSync(join(runs, 'still-going'))
  return runs
}

function withFlakyTest(): RunResult {
  const base = levelFiveResult()
  const stages = base.stages.map((stage) => ({
    ...stage,
    tests: stage.tests.map((test, index) => ({ ...test, flaky: stage.name === 'custom' && index === 0 })),
  }))
  return { ...base, stages }
}

function writeFolder(folder: string, text: string): void {
  mkdirSync(folder)
  writeFileSync(join(folder, 'results.json'), text)
}
