import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { gitRepository } from '@cc-ci/kernel/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ccCi } from './built-program.js'
import { type TestWorkspace, testWorkspace } from './workspace.js'

const ends: (() => void)[] = []
let workspace: TestWorkspace
beforeAll(async () => {
  workspace = await testWorkspace((end) => void ends.push(end))
})
afterAll(() => {
  for (const end of ends) end()
})

/** A workspace beside the first one, whose recipes are enrolled or not. */
function configure(recipes: Readonly<Record<string, { url: string; enrolled: boolean }>>): void {
  const engine = { dockerHost: 'unix:///nowhere/docker.sock' }
  writeFileSync(join(workspace.folder, 'cc-ci.yaml'), JSON.stringify({ version: 1, engine, recipes }))
}

const sweep = (...flags: string[]) => ccCi(['sweep', ...flags], { cwd: workspace.folder, env: workspace.env })
const site = { url: 'repositories/custom-html', enrolled: true }

describe('a sweep', () => {
  it('V-05: of nothing is an error', async () => {
    configure({ site: { ...site, enrolled: false } })
    const ran = await sweep()

    expect(ran.exitCode).toBe(2)
    expect(ran.stderr).toContain('ENROLMENT_EMPTY')
  })

  it('says what it would do and why, and leaves nothing', async () => {
    const drafts = await gitRepository(join(workspace.folder, 'drafts'))
    await drafts.commit({ 'compose.yml': 'services: {}\n' })
    await drafts.tag('v1')
    configure({ site, drafts: { url: 'drafts', enrolled: true } })
    const ran = await sweep('--plan')

    expect(ran.stdout).toMatch(/^site +run +1\.2\.0\+1\.27\.2 +no release of it was found green yet$/m)
    expect(ran.stdout).toMatch(/^drafts +never-released +- +none of its 1 tags is a finished release$/m)
    expect([ran.exitCode, workspace.leftovers()]).toEqual([0, []])
  })

  it('P-08: keeps the runs to their budgets, also when there was nothing to test', async () => {
    await gitRepository(join(workspace.folder, 'drafts'))
    configure({ drafts: { url: 'drafts', enrolled: true } })
    for (const [runId, finished] of [
      ['old', 1_600_000_000],
      ['newer', 1_600_000_001],
    ] as const) {
      mkdirSync(join(workspace.folder, 'runs', runId), { recursive: true })
      const result = exampleRunResult({ runId, finished, pr: null })
      writeFileSync(join(workspace.folder, 'runs', runId, 'results.json'), JSON.stringify(result))
      writeFileSync(join(workspace.folder, 'runs', runId, 'events.jsonl'), '{}\n')
    }
    const ran = await sweep()

    expect(ran.stderr).toContain('Removed logs and pictures of 1 old run, 1 MB; every result stays.')
    expect(readdirSync(join(workspace.folder, 'runs/old')).toSorted()).toEqual(['pruned.txt', 'results.json'])
    expect(readdirSync(join(workspace.folder, 'runs/newer'))).toContain('events.jsonl')
  })

  it('could not judge where Docker does not answer, and keeps nothing as green or done', async () => {
    configure({ site })
    const before = workspace.leftovers()
    const ran = await sweep('--json')

    expect(ran.exitCode).toBe(3)
    expect(JSON.parse(ran.stdout).recipes).toMatchObject([{ recipe: 'site', outcome: 'error', promoted: false }])
    expect(workspace.leftovers()).toEqual(before)
  })
})
