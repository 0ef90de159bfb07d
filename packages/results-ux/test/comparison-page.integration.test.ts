import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult, redRestoreResult } from '@cc-ci/contracts/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDashboard, openHistory, writeSite } from '../src/site.js'

/** A dashboard over runs that finished one after the other, each in the folder `run-<n>`. */
function dashboardOver(...changes: readonly Partial<RunResult>[]) {
  const runsFolder = mkdtempSync(join(tmpdir(), 'cc-ci-compared-'))
  for (const [index, change] of changes.entries()) {
    const seq = index + 1
    const folder = join(runsFolder, `run-${seq}`)
    mkdirSync(folder)
    const result = { ...exampleRunResult(), runId: `${seq}`, seq, finished: 1_790_000_000 + seq, ...change }
    writeFileSync(join(folder, 'results.json'), JSON.stringify({ ...result, recipe: 'wiki' }))
  }
  const history = openHistory(runsFolder)
  onTestFinished(() => {
    history.close()
    rmSync(runsFolder, { recursive: true })
  })
  return { history, runsFolder, now: () => 1_790_000_100 }
}

const { level, verdict, rungs } = redRestoreResult()
const red = { level, verdict, rungs }
const headings = (page: string): string[] =>
  [...page.matchAll(/<h3>With [^<]*<a href="[^"]*">run \d+/g)].map(([text]) => text)

describe('the page of a run tells how it compares', () => {
  it('with the last judged run of main and of its pull request, and links both', async () => {
    const source = dashboardOver({ pr: null }, { pr: 6, ...red }, { pr: null, verdict: 'error' }, { pr: 7 }, { pr: 6 })
    const page = await (await createDashboard(source).request('/runs/run-5/')).text()

    expect(headings(page)).toEqual([
      '<h3>With the last run of main: <a href="../../runs/run-1/">run 1',
      '<h3>With the last run of PR #6: <a href="../../runs/run-2/">run 2',
    ])
    expect(page).toContain('level 5, as before')
    expect(page).toContain('level 2 → 5, 3 gained')
  })

  it('only where there is such a run', async () => {
    const dashboard = createDashboard(dashboardOver({ pr: null }, { pr: 6 }))
    const page = async (folder: string): Promise<string> => (await dashboard.request(`/runs/${folder}/`)).text()

    expect(await page('run-1')).not.toContain('How it compares')
    expect(headings(await page('run-2'))).toEqual(['<h3>With the last run of main: <a href="../../runs/run-1/">run 1'])
  })

  it('P-04: and goes without when the result of the other was lost since', async () => {
    const source = dashboardOver({ pr: null }, { pr: 6 })
    source.history.runsOf('wiki')
    writeFileSync(join(source.runsFolder, 'run-1/results.json'), '{')
    const page = await (await createDashboard(source).request('/runs/run-2/')).text()

    expect(page).toContain('<h1>wiki</h1>')
    expect(page).not.toContain('How it compares')
  })

  it('in the published files, too, with links to files that are there', async () => {
    const source = dashboardOver({ pr: null }, { pr: 6, ...red })
    const site = mkdtempSync(join(tmpdir(), 'cc-ci-compared-site-'))
    onTestFinished(() => rmSync(site, { recursive: true }))
    await writeSite(source, join(site, 'out'))
    const page = readFileSync(join(site, 'out/runs/run-2/index.html'), 'utf8')

    expect(headings(page)).toEqual(['<h3>With the last run of main: <a href="../../runs/run-1/index.html">run 1'])
    expect(readFileSync(join(site, 'out/runs/run-1/index.html'), 'utf8')).toContain('<h1>wiki</h1>')
  })
})
