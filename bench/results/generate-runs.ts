import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunResult } from '../../packages/contracts/src/run-result.js'
import {
  levelFiveResult,
  notJudgedResult,
  redRestoreResult,
  skippedRungResult,
} from '../../packages/contracts/src/testing/index.js'

/** When the newest of the generated runs finished, in epoch seconds. */
export const newest = Math.floor(Date.now() / 1000) - 86_400

const everyThirdHour = 3 * 3600
const logLines = 40

/** Numbers from 0 to 1 that are the same each time, so that two measurements have the same runs before them. */
function drawNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * Writes run folders as years of sweeps and pull requests leave them: most runs green, recipes that lose a level and get
 * it back, a fifth of pull requests, some quick, some that could not judge, failures with their 40 log lines and a log of
 * the container; one in two hundred has no result or a corrupt one.
 */
export function generateRuns(runsFolder: string, { runs, recipes }: { runs: number; recipes: number }): void {
  const draw = drawNumbers(7)
  const broken = new Set<string>()
  for (let seq = 1; seq <= runs; seq += 1) {
    const recipe = `recipe-${String(seq % recipes).padStart(2, '0')}`
    const folder = join(runsFolder, String(seq))
    mkdirSync(folder, { recursive: true })
    const fate = draw()
    if (fate < 0.0025) continue
    if (fate < 0.005) {
      writeFileSync(join(folder, 'results.json'), '{"schemaVersion": 3, "runId"')
      continue
    }
    if (draw() < 0.03 && !broken.delete(recipe)) broken.add(recipe)
    const isProposed = draw() < 0.2
    const result = vary(choose(draw(), broken.has(recipe), isProposed), { seq, recipe, isProposed, runs, draw })
    const file = join(folder, 'results.json')
    writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
    // What was written just now is looked at anew with each question, and no workspace has 10,000 such runs.
    utimesSync(file, result.finished, result.finished)
    if (result.fault === null) continue
    mkdirSync(join(folder, 'evidence'))
    writeFileSync(join(folder, 'evidence', 'app.1.abc.log'), `${result.fault.logs.join('\n')}\n`)
  }
}

function choose(luck: number, isBroken: boolean, isProposed: boolean): RunResult {
  if (luck < 0.04) return notJudgedResult()
  if (isBroken || (isProposed && luck < 0.3)) return redRestoreResult()
  return luck > 0.85 ? skippedRungResult() : levelFiveResult()
}

interface Place {
  readonly seq: number
  readonly recipe: string
  readonly isProposed: boolean
  readonly runs: number
  readonly draw: () => number
}

function vary(result: RunResult, { seq, recipe, isProposed, runs, draw }: Place): RunResult {
  const finished = newest - (runs - seq) * everyThirdHour
  const minor = Math.floor(seq / 600)
  return {
    ...result,
    ...{ runId: String(seq), seq, recipe, domain: `${recipe}.ci.test` },
    pr: isProposed ? 1 + Math.floor(draw() * 90) : null,
    ref: Array.from({ length: 40 }, () => Math.floor(draw() * 16).toString(16)).join(''),
    mode: draw() < 0.03 ? 'quick' : 'full',
    version: `1.${minor}.0+2.${minor}.${seq % 7}`,
    started: finished - 60 - Math.floor(draw() * 300),
    finished,
    resources: { ...result.resources, peakMemMb: 150 + Math.floor(draw() * 400), diskMb: 60 + Math.floor(draw() * 90) },
    fault: result.fault && { ...result.fault, logs: logOf(recipe, draw) },
  }
}

function logOf(recipe: string, draw: () => number): string[] {
  return Array.from({ length: logLines }, (_, line) => {
    const at = new Date((newest + line) * 1000).toISOString()
    return `${at} ${recipe}_app.1 ERROR: worker ${Math.floor(draw() * 64)}: relation "table_${line}" does not exist`
  })
}
