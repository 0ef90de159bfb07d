import { exampleRunResult } from '@cc-ci/contracts/testing'
import { expect, it } from 'vitest'
import { renderRuns } from './render-runs.js'

const nothing = { artefacts: { card: null, page: null, badge: null, junit: null }, problems: [] }

it('tells how far it is every fifty runs, and not at the end, which tells itself', async () => {
  const told: string[] = []
  const runs = Array.from({ length: 150 }, (_, index) => ({ folder: `${index}`, result: exampleRunResult() }))
  await renderRuns(
    runs,
    async () => nothing,
    (line) => told.push(line),
  )
  expect(told).toEqual(['50 of 150 runs are rendered', '100 of 150 runs are rendered'])
})

it('goes on after a run whose rendering breaks', async () => {
  const runs = ['a', 'b'].map((runId) => ({ folder: runId, result: exampleRunResult({ runId }) }))
  const present = async ({ runId }: { runId: string }) => {
    if (runId === 'a') throw new Error('out of ink')
    return nothing
  }
  expect(await renderRuns(runs, present, () => undefined)).toEqual([
    { runId: 'a', folder: 'a', problems: ['out of ink'] },
    { runId: 'b', folder: 'b', problems: [] },
  ])
})
