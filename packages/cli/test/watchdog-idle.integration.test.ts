import { describe, it } from 'vitest'
import { WatchdogBed } from './watchdog-bed.js'

describe.concurrent('agents that nothing ails', () => {
  it('quoted-error-decoy: an agent that quotes errors is healthy', async ({ expect, onTestFinished }) => {
    const bed = new WatchdogBed(onTestFinished)
    await bed.prepare({ scripts: { builder: '- quote-errors\n' } })
    const { pid, sessionId } = await bed.start()
    const end = bed.watch()
    await bed.toState('IDLE')
    await bed.pass(500)
    await end()

    expect(JSON.stringify(await bed.records())).toContain('cannot be modified')
    expect(bed.actions()).toEqual([])
    expect(bed.alerts()).toEqual([])
    expect(new Set(bed.states())).not.toContain('API_TROUBLE')
    const loop = await bed.loop()
    expect(loop.client.liveRecords()).toMatchObject([{ pid, sessionId }])
  })
})
