import { exampleRunResult } from '../../packages/contracts/src/testing/index.js'
import { cardPng } from '../../packages/results-ux/src/index.js'
import { describeMachine } from '../machine.js'
import { median } from '../median.js'

const rounds = 20
const budgetMs = 150

async function drawOnce(): Promise<number> {
  const started = performance.now()
  await cardPng(exampleRunResult(), { theme: 'light' })
  return performance.now() - started
}

const cold = await drawOnce()
const warm: number[] = []
while (warm.length < rounds) warm.push(await drawOnce())
const middle = median(warm)
process.stdout.write(
  `Card from a result; ${describeMachine()}\n` +
    `first ${cold.toFixed(0)} ms, then ${middle.toFixed(0)} ms in the middle of ${rounds} ` +
    `(${Math.min(...warm).toFixed(0)} to ${Math.max(...warm).toFixed(0)}); ` +
    `budget ${budgetMs} ms warm: ${middle <= budgetMs ? 'kept' : 'BROKEN'}\n`,
)
process.exitCode = middle <= budgetMs ? 0 : 1
