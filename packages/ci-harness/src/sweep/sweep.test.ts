import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { ManualClock, temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { noteSwept } from './note-swept.js'
import { planSweep } from './plan-sweep.js'
import { SweepJournal } from './sweep-journal.js'

const commit = 'a'.repeat(40)
const version = '1.0.0+1'
const refs = [{ name: `refs/tags/${version}`, hash: commit }]
const targets = Array.from({ length: 8 }, (_, index) => ({ recipe: `recipe-${index + 1}`, source: `${index + 1}` }))

/** A host whose runs lie in a temporary folder; `sweep` begins one or goes on, and dies before a recipe when told to. */
function host(lsRemote: (url: string) => Promise<typeof refs> = async () => refs) {
  const folder = temporaryFolder(onTestFinished)
  const clock = new ManualClock()
  const open = () => SweepJournal.open(folder, clock)
  const plan = async () => planSweep(targets, { folder, journal: await open(), git: { lsRemote } })
  const sweep = async (outcomes: Partial<RunResult> = {}, { diesBefore }: { diesBefore?: string } = {}) => {
    const journal = await open()
    const ran: string[] = []
    for (const step of await planSweep(targets, { folder, journal, git: { lsRemote } })) {
      if ('error' in step || step.decision.kind === 'skip') continue
      if (step.recipe === diesBefore) return ran
      const result: RunResult = { ...exampleRunResult(), verdict: 'green', stopped: null, pr: null, mode: 'full' }
      await noteSwept(
        { ...result, recipe: step.recipe, ref: step.decision.commit, ...outcomes },
        { version: step.decision.version, tags: step.tags },
        { folder, journal, clock },
      )
      ran.push(step.recipe)
    }
    await journal.end()
    return ran
  }
  return { folder, clock, open, plan, sweep }
}

const all = targets.map(({ recipe }) => recipe)

describe('a sweep', () => {
  it('D-04: that was killed at recipe 6 goes on at recipe 6, though those before it were red', async () => {
    const { sweep } = host()

    expect(await sweep({ verdict: 'red' }, { diesBefore: 'recipe-6' })).toEqual(all.slice(0, 5))
    expect(await sweep({ verdict: 'red' })).toEqual(all.slice(5))
    expect(await sweep({ verdict: 'red' })).toEqual(all)
  })

  it('D-04: that was killed a week ago begins anew', async () => {
    const { sweep, clock } = host()
    await sweep({ verdict: 'red' }, { diesBefore: 'recipe-6' })
    clock.advance(7 * 24 * 3600 * 1000)

    expect(await sweep({ verdict: 'red' })).toEqual(all)
  })

  it.each<[string, Partial<RunResult>]>([
    ['could not judge', { verdict: 'error' }],
    ['was cancelled', { verdict: 'red', stopped: 'cancelled' }],
  ])('D-04: that goes on tests again what %s', async (_, outcome) => {
    const { sweep } = host()
    await sweep(outcome, { diesBefore: 'recipe-6' })

    expect(await sweep()).toEqual(all)
  })

  it('V-06: keeps of a green run exactly what was tested, and does not test that again', async () => {
    const { sweep, plan, folder, clock } = host()
    await sweep()

    expect(JSON.parse(readFileSync(join(folder, 'canonical.recipe-1.json'), 'utf8'))).toEqual({
      ...{ recipe: 'recipe-1', version, commit, status: 'idle' },
      ts: Math.floor(clock.now().getTime() / 1000),
    })
    expect((await plan()).map((step) => 'decision' in step && step.decision)).toEqual(
      all.map(() => expect.objectContaining({ kind: 'skip', why: 'no-new-version' })),
    )
    expect(readdirSync(folder)).toHaveLength(all.length)
  })

  it.each<[string, Partial<RunResult>]>([
    ['red', { verdict: 'red' }],
    ['quick', { mode: 'quick' }],
    ['of a pull request', { pr: 7 }],
    ['of a commit that has no tag', { ref: 'b'.repeat(40) }],
  ])('V-07: keeps no run that is %s', async (_, outcome) => {
    const { sweep, folder } = host()
    await sweep(outcome)

    expect(readdirSync(folder)).toEqual([])
  })

  it('goes on with the others when a repository does not answer', async () => {
    const { sweep, plan } = host(async (url) => {
      if (url === '2') throw new Error('unreachable')
      return refs
    })

    expect((await plan())[1]).toEqual({ recipe: 'recipe-2', error: new Error('unreachable') })
    expect(await sweep()).toEqual(all.filter((recipe) => recipe !== 'recipe-2'))
  })
})

describe('what a sweep has kept', () => {
  const record = { recipe: 'recipe-1', version, commit, status: 'idle', ts: 1 }

  it.each([
    ['is cut short', '{"recipe":'],
    ['is of another recipe', JSON.stringify({ ...record, recipe: 'recipe-2' })],
    ['says that it is deployed', JSON.stringify({ ...record, status: 'up' })],
    ['has half a commit', JSON.stringify({ ...record, commit: 'aaaa' })],
  ])('is never taken for nothing when a record %s', async (_, text) => {
    const { plan, folder } = host()
    writeFileSync(join(folder, 'canonical.recipe-1.json'), text)
    const [first, second] = await plan()

    expect(first).toMatchObject({ error: { code: 'SWEEP_STATE_INVALID', exitCode: 2 } })
    expect(second).toMatchObject({ decision: { kind: 'run' } })
  })

  it('is never taken for nothing when the journal is cut short', async () => {
    const { open, folder } = host()
    writeFileSync(join(folder, 'sweep.json'), '{"schemaVersion":1')

    await expect(open()).rejects.toMatchObject({ code: 'SWEEP_STATE_INVALID' })
  })

  it('is an error when it cannot be written', async () => {
    const { folder, clock } = host()
    writeFileSync(join(folder, 'file'), '')
    const journal = await SweepJournal.open(folder, clock)
    const inAFile = { folder: join(folder, 'file'), journal, clock }
    const result: RunResult = { ...exampleRunResult(), verdict: 'green', pr: null, mode: 'full', ref: commit }

    await expect(noteSwept(result, { version, tags: [{ name: version, commit }] }, inAFile)).rejects.toMatchObject({
      code: 'SWEEP_STATE_UNWRITABLE',
      exitCode: 3,
    })
  })
})
