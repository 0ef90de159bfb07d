import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type JournalLine, WatchJournalFile } from '../src/index.js'
import { type CrashPoint, FaultBed } from './fault-bed.js'

const openBed = () => new FaultBed(onTestFinished)

/** Long enough for a restart and what follows it. */
const ticks = 24
const killAt = 3

const patient = { timeout: 240_000 }

const healed = { starts: ['resume'], others: [] }

describe('a watchdog that is killed', () => {
  let journal: readonly JournalLine[] = []
  beforeAll(async () => {
    const bed = new FaultBed((done) => afterAll(done))
    await bed.watch({ ticks, before: (tick) => tick === killAt && bed.kill() })
    expect(bed).toMatchObject(healed)
    journal = bed.lines()
  })

  const healAfterCrash = async (crashAt: CrashPoint) => {
    const bed = openBed()
    let diedIn = 0
    const before = (tick: number) => {
      diedIn = tick
      if (tick === killAt) bed.kill()
    }
    const crashed = await bed.watch({ ticks, before, crashAt })
    if (diedIn < killAt) bed.kill()
    await bed.watch({ ticks })

    const why = `killed at line ${crashAt.line}:\n${bed.said.join('\n')}`
    expect(crashed, why).toBeUndefined()
    expect(bed, why).toMatchObject(healed)
    expect(new Set(bed.messages).size, why).toBe(bed.messages.length)
    const lines = bed.lines()
    expect(
      lines.map(({ seq }) => seq),
      why,
    ).toEqual(lines.map((_, index) => index + 1))
    expect(lines.at(-1)?.epoch, why).toBe(2)
  }

  it('before any line of its journal heals once all the same', patient, async () => {
    expect(journal.length).toBeGreaterThan(20)
    for (const { seq } of journal) await healAfterCrash({ line: seq, written: false })
  })

  it('between an intent and its action, too: what was not begun is begun once', patient, async () => {
    const intents = journal.filter(({ kind }) => kind === 'intended')
    expect(intents.length).toBeGreaterThan(1)
    for (const { seq } of intents) await healAfterCrash({ line: seq, written: true })
  })
})

it('a second watchdog fences off the first: that one ends, and does nothing more', async () => {
  const bed = openBed()
  const end = await bed.watch({
    ticks,
    before: (tick) => {
      if (tick !== killAt) return
      new WatchJournalFile(bed.folder).close()
      bed.kill()
    },
  })

  expect(end).toMatchObject({ epoch: 1, reason: 'another watchdog took over' })
  expect(bed.starts).toEqual([])
})

it.each(['ENOSPC', 'EIO', 'EROFS'])(
  'while the disk says %s nothing is restarted, and once it is over it is',
  async (code) => {
    const bed = openBed()
    let broken = false
    let startedMeanwhile = 0
    await bed.watch({
      ticks: 40,
      before: (tick) => {
        if (tick === killAt) {
          broken = true
          bed.kill()
        }
        if (tick !== 20) return
        startedMeanwhile = bed.starts.length
        broken = false
      },
      disk: () => (broken ? Object.assign(new Error(`${code}: no`), { code }) : undefined),
    })

    expect(startedMeanwhile).toBe(0)
    expect(bed).toMatchObject(healed)
    expect(bed.said.filter((line) => /journal (cannot|can)/.test(line))).toHaveLength(2)
  },
)

describe('a screen that stands still for 15 min', () => {
  const freeze = (bed: FaultBed) => {
    bed.see('registry', { own: { status: 'busy', waitingFor: null, since: bed.wall } })
    bed.see('pane', { turn: 'busy', hash: `screen-${bed.mono}`, drawnAt: bed.wall })
  }

  it('is a hung agent when the watchdog looked all the time', async () => {
    const bed = openBed()
    await bed.watch({ ticks: 180, before: (tick) => tick <= 4 && freeze(bed) })
    expect(bed.starts).toEqual(['resume'])
  })

  it('W-77: is none when the host slept, or the watchdog was stopped, meanwhile', async () => {
    const bed = openBed()
    await bed.watch({
      ticks: 20,
      before: (tick) => {
        if (tick <= 4) freeze(bed)
        if (tick === 5) bed.sleep(900)
      },
    })
    expect(bed).toMatchObject({ starts: [], others: [] })
  })
})

it.each([-10_800, -3600, 3600, 10_800, 86_400])('a clock that is set by %d s makes nobody die', async (seconds) => {
  const bed = openBed()
  await bed.watch({
    ticks: 40,
    before: (tick) => {
      if (tick === 5) bed.wall += seconds
    },
  })
  expect(bed).toMatchObject({ starts: [], others: [] })
})

it.each([-10_800, 10_800])('and an agent that is killed after it was set by %d s is healed once', async (seconds) => {
  const bed = openBed()
  await bed.watch({
    ticks: 60,
    before: (tick) => {
      if (tick === 5) bed.wall += seconds
      if (tick === 8) bed.kill()
    },
  })
  expect(bed).toMatchObject(healed)
})
