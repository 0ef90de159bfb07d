import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Heartbeat, readHeartbeat, watchFolder, watchPaths } from '@cc-ci/watchdog'
import { describe, it } from 'vitest'
import { readWatchStatus } from '../src/watchdog/read-watch-status.js'
import { startCcCi } from './built-program.js'
import { WatchdogBed } from './watchdog-bed.js'

const heartbeatOf = (bed: WatchdogBed): Heartbeat | undefined =>
  readHeartbeat(watchPaths(watchFolder(bed.folder)).heartbeat)

/** The watchdog as operators run it, in a process of its own. */
const startWatchdog = (bed: WatchdogBed) => {
  const env = Object.entries(bed.world.environment).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return startCcCi(['watchdog', 'run'], { cwd: bed.folder, env: Object.fromEntries(env) })
}

/** A watchdog that has seen its one loop idle. */
async function watchAnIdleLoop(whenDone: ConstructorParameters<typeof WatchdogBed>[0]) {
  const bed = new WatchdogBed(whenDone)
  await bed.prepare()
  const { pid } = await bed.start()
  const end = bed.watch()
  await bed.until('it was seen', () => heartbeatOf(bed)?.loops[0]?.state === 'IDLE')
  return { bed, pid, end }
}

describe.concurrent('what befalls a watchdog and its loops', { timeout: 400_000 }, () => {
  it('one watchdog at a time, the next has a higher epoch, and one that was stopped knows that it missed something', async ({
    expect,
    onTestFinished,
  }) => {
    const bed = new WatchdogBed(onTestFinished)
    await bed.prepare({ rules: { tick: 1, steady: 1 } })
    const { pid, sessionId } = await bed.start()
    const first = startWatchdog(bed)
    onTestFinished(() => void first.process.kill('SIGKILL'))
    await bed.until('the first has looked', () => heartbeatOf(bed)?.loops[0]?.state === 'IDLE')

    expect(await startWatchdog(bed).finished).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/WATCHDOG_RUNNING/),
    })
    expect(heartbeatOf(bed)).toMatchObject({ epoch: 1, pid: first.process.pid })

    first.process.kill('SIGKILL')
    await first.finished
    const second = startWatchdog(bed)
    onTestFinished(() => void second.process.kill('SIGKILL'))
    await bed.until('the second has looked', () => heartbeatOf(bed)?.epoch === 2)
    expect(heartbeatOf(bed)?.pid).toBe(second.process.pid)

    second.process.kill('SIGSTOP')
    const status = () => readWatchStatus(bed.workspace, 5, bed.world)
    await bed.until('it is missed', async () => (await status()).stale)
    expect(await status()).toMatchObject({ running: true, stale: true })
    process.kill(pid, 'SIGKILL')
    second.process.kill('SIGCONT')
    await bed.until('it sees what happened meanwhile', () => heartbeatOf(bed)?.loops[0]?.state === 'DEAD')
    await bed.until('it says why it waits', () => /slept|clock/.test(heartbeatOf(bed)?.loops[0]?.next?.what ?? ''))
    expect(bed.actions('restart')).toEqual([])

    second.process.kill('SIGTERM')
    expect(await second.finished).toMatchObject({ exitCode: 0 })
    expect((await bed.loop()).journal.read().records.filter(({ event }) => event === 'session')).toMatchObject([
      { sessionId },
    ])
    expect(bed.journal().map(({ seq }) => seq)).toEqual(bed.journal().map((_, index) => index + 1))
  })

  it('an agent that a signal stopped is left alone, told of, and healthy when it goes on', async ({
    expect,
    onTestFinished,
  }) => {
    const { bed, pid, end } = await watchAnIdleLoop(onTestFinished)
    process.kill(pid, 'SIGSTOP')
    onTestFinished(() => void process.kill(pid, 'SIGCONT'))
    await bed.toState('HELD')
    await bed.pass(700)
    expect(bed.alerts()).toEqual([expect.stringContaining('stopped')])
    expect(bed.actions()).toEqual([])

    process.kill(pid, 'SIGCONT')
    await bed.toState('IDLE')
    await end()
    expect((await bed.loop()).client.liveRecords()).toMatchObject([{ pid }])
  })

  it('W-83: a loop in whose clone git may be at work is not restarted before that is over', async ({
    expect,
    onTestFinished,
  }) => {
    const { bed, pid, end } = await watchAnIdleLoop(onTestFinished)
    const lock = join(bed.folder, 'builder/.git/index.lock')
    writeFileSync(lock, '')
    process.kill(pid, 'SIGKILL')
    await bed.toState('DEAD')
    await bed.pass(300)
    expect(bed.actions('restart')).toEqual([])
    expect(heartbeatOf(bed)?.loops[0]?.next?.what).toContain('git')

    rmSync(lock)
    await bed.leapUntil('it is restarted', () => bed.outcomes('restart').includes('done'))
    await end()
    expect(bed.outcomes('restart')).toEqual(['done'])
  })

  it('a terminal server whose socket is gone kills nobody, and all is well when it is back', async ({
    expect,
    onTestFinished,
  }) => {
    const { bed, pid, end } = await watchAnIdleLoop(onTestFinished)
    const away = `${bed.socket}.away`
    // Whatever comes, the bed must find its server again to end it.
    onTestFinished(() => {
      if (existsSync(away)) renameSync(away, bed.socket)
    })
    renameSync(bed.socket, away)
    await bed.pass(900)
    const done = bed.actions('restart', 'nudge', 'yield', 'interrupt', 'teardown')
    renameSync(away, bed.socket)
    expect(done).toEqual([])
    await bed.pass(60)
    await end()

    expect(heartbeatOf(bed)?.loops[0]?.state).toBe('IDLE')
    expect((await bed.loop()).client.liveRecords()).toMatchObject([{ pid }])
  })
})
