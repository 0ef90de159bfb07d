import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openServerStore } from '../src/adapters/open-server-store.js'
import { lives } from '../src/adapters/run/process-identity.js'
import type { QueuedRun } from '../src/queue/queued-run.js'
import { type FakeWorkspace, fakeWorkspace } from './fake-workspace.js'
import { startProgram } from './programs/start-program.js'

const serve = ({ folder, runner }: FakeWorkspace, ...recipes: string[]) =>
  startProgram(
    'serve-queue.ts',
    [folder, runner.args[0] ?? '', ...recipes],
    runner.environment as Record<string, string>,
  )

/** What the store has of all runs, newest first. */
function stored({ folder }: FakeWorkspace): readonly QueuedRun[] {
  const store = openServerStore(join(folder, 'server.db'))
  onTestFinished(() => store.close())
  return [...store.open(), ...store.ended(9)]
}

describe('a server that is killed with -9', () => {
  it('leaves its run alone: the next one takes it up, and it ends once', async () => {
    const workspace = fakeWorkspace()
    const first = serve(workspace, 'waits')
    expect(await first.lines(4)).toEqual(
      ['queued', 'started', 'run.started', 'tier.started'].map((each) => `${each} waits 1`),
    )
    await first.kill()
    const next = serve(workspace)
    expect(await next.lines(2)).toEqual(['run.started waits 1', 'tier.started waits 1'])
    workspace.letGo()
    await once(next.process, 'exit')
    expect(next.printed().split('\n').slice(2, -1)).toEqual(['run.finished waits 1', 'finished waits 1'])
    expect(workspace.calls()).toHaveLength(1)
    expect(stored(workspace)).toMatchObject([{ state: 'finished', attempt: 1, folder: '1', end: { verdict: 'green' } }])
  })

  it('and its run with it: that is queued once more', async () => {
    const workspace = fakeWorkspace()
    const first = serve(workspace, 'waits')
    await first.lines(4)
    await first.kill()
    process.kill(-Number.parseInt(workspace.calls()[0] ?? '', 10), 'SIGKILL')
    workspace.letGo()
    const next = serve(workspace)
    await once(next.process, 'exit')
    const told = ['requeued', 'started', 'run.started', 'tier.started', 'run.finished', 'finished']
    expect(next.printed().split('\n').slice(0, -1)).toEqual(told.map((each) => `${each} waits 2`))
    expect(workspace.calls()).toHaveLength(2)
    expect(stored(workspace)).toMatchObject([{ state: 'finished', attempt: 2, end: { verdict: 'green' } }])
  })

  it('when it had just cancelled a run: the next one ends that, and no other', async () => {
    const workspace = fakeWorkspace()
    const first = serve(workspace, 'waits', 'waits-too')
    await first.lines(8)
    await first.kill()
    const store = openServerStore(join(workspace.folder, 'server.db'))
    const [cancelled, other] = store.open()
    store.withdraw(cancelled?.seq ?? 0, 'cancelled', Date.now() / 1000)
    store.close()
    const next = serve(workspace)
    await expect.poll(() => lives(cancelled?.process ?? { pid: 1, procStart: '' }), { timeout: 30_000 }).toBe(false)
    workspace.letGo()
    await once(next.process, 'exit')
    const ended = stored(workspace)
    expect(ended.find(({ seq }) => seq === cancelled?.seq)).toMatchObject({ state: 'cancelled', end: null })
    expect(ended.find(({ seq }) => seq === other?.seq)).toMatchObject({ state: 'finished', end: { verdict: 'green' } })
  })
})
