import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDashboard, type History, openHistory, serveDashboard } from '../src/site.js'
import { findChromium, startChromium } from './chromium.js'
import { hostile } from './site-fixture.js'

const executable = findChromium()
const reason = executable === undefined && process.env.CI !== 'true' ? ' (skipped: no Chromium on this machine)' : ''

describe.skipIf(reason !== '')(`a run that is still going, on the dashboard${reason}`, () => {
  const runs = mkdtempSync(join(tmpdir(), 'cc-ci-live-'))
  let browser: Browser
  let history: History
  beforeAll(async () => {
    history = openHistory(runs)
    browser = await startChromium(executable)
  })
  afterAll(async () => {
    await browser?.close()
    history?.close()
    rmSync(runs, { recursive: true, force: true })
  })

  async function serve(port = 0) {
    const ending = new AbortController()
    const dashboard = createDashboard({ history, runsFolder: runs, now: () => Date.now() / 1000 })
    const { address, closed } = await serveDashboard(dashboard, { host: '127.0.0.1', port, signal: ending.signal })
    return {
      address,
      end: async () => {
        ending.abort()
        await closed
      },
    }
  }

  function startRun(folder: string) {
    mkdirSync(join(runs, folder))
    const write = (event: object): void =>
      appendFileSync(join(runs, folder, 'events.jsonl'), `${JSON.stringify({ at: 1, runId: folder, ...event })}\n`)
    write({ type: 'run.started', recipe: 'ghost', ref: 'abc', domain: 'ghost.ci.test', folder, capacity: 2 })
    return write
  }

  it('shows what happens as it happens, each line once also after the connection was lost, and the result at the end', async () => {
    const write = startRun('1')
    const first = await serve()
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${first.address}runs/1/`)
    const lines = page.locator('ol.live li')
    await expect.poll(() => lines.allTextContents()).toEqual(['testing ghost as ghost.ci.test'])

    write({ type: 'tier.started', tier: 'upgrade' })
    write({ type: 'phase.started', phase: `deploy ${hostile}` })
    await expect.poll(() => lines.count()).toBe(2)
    expect(await lines.nth(1).textContent()).toContain('deploy <img')
    expect(await page.locator('#run-state').textContent()).toBe('upgrade (2 of 6)')

    await first.end()
    write({ type: 'note', severity: 'info', text: 'written while nobody listened' })
    const second = await serve(Number(new URL(first.address).port))
    await expect.poll(() => lines.count(), { timeout: 15_000 }).toBe(3)
    expect(new Set(await lines.allTextContents()).size).toBe(3)

    writeFileSync(join(runs, '1/results.json'), JSON.stringify(exampleRunResult({ runId: '1', recipe: 'ghost' })))
    await page.getByRole('heading', { name: 'Rungs' }).waitFor({ timeout: 10_000 })
    await second.end()
  }, 60_000)

  it('is there without JavaScript, and loads itself again', async () => {
    startRun('2')
    const server = await serve()
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    await page.goto(`${server.address}runs/2/`)
    expect(await page.locator('ol.live li').allTextContents()).toEqual(['testing ghost as ghost.ci.test'])
    expect(await page.locator('meta[http-equiv=refresh]').getAttribute('content')).toBe('10')
    await server.end()
  })

  it('begins after the event that the reader had last', async () => {
    const write = startRun('3')
    write({ type: 'note', severity: 'info', text: 'one' })
    write({ type: 'note', severity: 'info', text: 'two' })
    writeFileSync(join(runs, '3/results.json'), JSON.stringify(exampleRunResult({ runId: '3' })))
    const server = await serve()
    const answer = await fetch(`${server.address}runs/3/events?after=1`, { headers: { 'last-event-id': '2' } })
    expect(await answer.text()).toBe('event: line\ndata: two\nid: 3\n\nevent: end\ndata: \n\n')
    await server.end()
  })

  it('is nothing where there is no such run', async () => {
    const server = await serve()
    for (const path of ['runs/nope/', 'runs/nope/events', 'runs/%2e%2e/events', 'runs/..%2f..%2fetc/events'])
      expect((await fetch(server.address + path)).status, path).toBe(404)
    await server.end()
  })
})
