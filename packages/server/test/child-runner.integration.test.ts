import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { childRunner } from '../src/adapters/child-runner.js'
import { lives } from '../src/adapters/run/process-identity.js'
import type { RunListener, Runner } from '../src/ports/runner.js'
import type { QueuedRun } from '../src/queue/queued-run.js'
import { exampleRun } from '../src/testing/index.js'
import { type FakeWorkspace, fakeWorkspace } from './fake-workspace.js'

const green = { verdict: 'green', level: 5, fault: null, stopped: null }
const run = (recipe: string, more: Partial<QueuedRun> = {}): QueuedRun => exampleRun({ recipe, ...more })

interface Heard extends RunListener {
  readonly types: string[]
  /** Resolves once an event of that type was heard. */
  readonly when: (type: string) => Promise<void>
}

function listen(): Heard {
  const types: string[] = []
  const waiting = new Map<string, () => void>()
  return {
    types,
    event({ type }) {
      types.push(type)
      waiting.get(type)?.()
    },
    when: (type) => (types.includes(type) ? Promise.resolve() : new Promise((resolve) => waiting.set(type, resolve))),
  }
}

const begin = (workspace: FakeWorkspace): Runner => childRunner(workspace.runner)
const wholeRun = ['run.started', 'tier.started', 'run.finished']

describe('a run as a process of its own', () => {
  it('tells each event once, in order, and how it ended', async () => {
    const workspace = fakeWorkspace()
    const heard = listen()
    const running = await begin(workspace).start(run('wiki'), heard)
    expect(await running.ended).toEqual(green)
    expect(heard.types).toEqual(wholeRun)
    expect(workspace.calls()).toEqual([
      `${running.process.pid} wiki --pr=6 --ref=${run('wiki').pullRequest?.hash} --runs-dir=${workspace.runner.runsDir} --no-retry --json`,
    ])
  })

  it('tells events while it goes on, leads its own process group, and ends when it is cancelled', async () => {
    const heard = listen()
    const running = await begin(fakeWorkspace()).start(run('waits'), heard)
    await heard.when('tier.started')
    const stat = readFileSync(`/proc/${running.process.pid}/stat`, 'utf8')
    const [, , group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    expect([group, session]).toEqual([String(running.process.pid), String(running.process.pid)])
    running.cancel()
    expect(await running.ended).toEqual({ ...green, verdict: 'error', level: 0, stopped: 'cancelled' })
    running.cancel()
  })

  it('tells the events also of a run that does not say where its folder is, once that is known', async () => {
    const heard = listen()
    const running = await begin(fakeWorkspace()).start(run('silent'), heard)
    expect([await running.ended, heard.types]).toEqual([green, wholeRun])
  })

  it('knows nothing of one that was killed', async () => {
    const running = await begin(fakeWorkspace()).start(run('dies'), listen())
    expect(await running.ended).toBeUndefined()
  })

  it('takes the result from the run folder when it printed none', async () => {
    const running = await begin(fakeWorkspace()).start(run('dies-late'), listen())
    expect(await running.ended).toEqual(green)
  })

  it.each([
    [
      'a recipe that is unknown is no fault of the host',
      'unknown',
      { fault: null, words: 'No such recipe. Enrol it.' },
    ],
    ['a Docker that does not answer is', 'no-docker', { fault: 'infra', words: 'Docker does not answer.' }],
  ])('says why it came to no result: %s', async (_, recipe, expected) => {
    const running = await begin(fakeWorkspace()).start(run(recipe), listen())
    expect(await running.ended).toEqual({ verdict: 'error', level: 0, stopped: null, ...expected })
  })

  it.each([
    ['may be over the next time', 'REGISTRY_LIMIT', {}],
    ['stays until somebody acts', 'BACKUPBOT_MISSING', { stands: true }],
  ])('tells a fault of the host that %s', async (_, code, expected) => {
    const running = await begin(fakeWorkspace()).start(run(`infra ${code}`), listen())
    expect(await running.ended).toEqual({ verdict: 'error', level: 0, fault: 'infra', stopped: null, ...expected })
  })

  it('gives a plan as what it says', async () => {
    const running = await begin(fakeWorkspace()).start(run('wiki', { mode: { kind: 'plan' } }), listen())
    expect(await running.ended).toEqual({ ...green, level: 0, words: 'install, then upgrade' })
  })

  it('is not started where the workspace is gone, or the spool cannot be made', async () => {
    const { runner } = fakeWorkspace()
    const refused = expect.objectContaining({ code: 'RUN_NOT_STARTED' })
    const gone = childRunner({ ...runner, cwd: join(runner.cwd, 'gone') })
    await expect(gone.start(run('wiki'), listen())).rejects.toEqual(refused)
    const spoolless = childRunner({ ...runner, spool: join(runner.cwd, 'template.json', 'spool') })
    await expect(spoolless.start(run('wiki'), listen())).rejects.toEqual(refused)
  })
})

describe('a run that an earlier server started', () => {
  it('goes on, is heard from its beginning, and ends once', async () => {
    const workspace = fakeWorkspace()
    const first = await begin(workspace).start(run('waits'), listen())
    const heard = listen()
    const running = await begin(workspace).adopt(run('waits', { process: first.process }), heard)
    await heard.when('tier.started')
    workspace.letGo()
    expect(await running?.ended).toEqual(green)
    expect(heard.types).toEqual(wholeRun)
    expect(lives(first.process)).toBe(false)
  })

  it('ended meanwhile: its result counts', async () => {
    const workspace = fakeWorkspace()
    const first = await begin(workspace).start(run('wiki'), listen())
    await first.ended
    const heard = listen()
    const running = await begin(workspace).adopt(run('wiki', { process: first.process }), heard)
    expect([await running?.ended, heard.types]).toEqual([green, wholeRun])
  })

  it('is null when it is gone and left nothing, or its number belongs to another process by now', async () => {
    const workspace = fakeWorkspace()
    const first = await begin(workspace).start(run('dies'), listen())
    await first.ended
    expect(await begin(workspace).adopt(run('dies', { process: first.process }), listen())).toBeNull()
    const other = { pid: process.pid, procStart: '1' }
    expect(await begin(workspace).adopt(run('dies', { process: other }), listen())).toBeNull()
  })

  it('was not stored before we were killed: it is taken up instead of started twice', async () => {
    const workspace = fakeWorkspace()
    const first = await begin(workspace).start(run('waits'), listen())
    const again = await begin(workspace).start(run('waits'), listen())
    expect(again.process).toEqual(first.process)
    workspace.letGo()
    expect(await Promise.all([first.ended, again.ended])).toEqual([green, green])
    expect(workspace.calls()).toHaveLength(1)
  })

  it('is claimed by one process only, however many start it at the same moment', async () => {
    const workspace = fakeWorkspace()
    const runner = begin(workspace)
    const all = await Promise.all([1, 2, 3, 4].map(() => runner.start(run('waits'), listen())))
    expect(new Set(all.map(({ process: { pid } }) => pid)).size).toBe(1)
    workspace.letGo()
    expect(await Promise.all(all.map(({ ended }) => ended))).toEqual([green, green, green, green])
    expect(workspace.calls()).toHaveLength(1)
  })

  it('is made anew as its second attempt', async () => {
    const workspace = fakeWorkspace()
    const first = await begin(workspace).start(run('wiki'), listen())
    await first.ended
    const second = await begin(workspace).start(run('wiki', { attempt: 2 }), listen())
    expect(await second.ended).toEqual(green)
    expect(workspace.calls()).toHaveLength(2)
  })
})
