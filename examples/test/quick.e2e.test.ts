import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, openQuickBed, type QuickBed, quickZone as zone } from './quick-bed.js'

const lossyVolume = 'warm-lossy_quick_test_content'
const siteVolume = 'warm-site_quick_test_content'

let bed: QuickBed
let swept: Answer

beforeAll(async () => {
  bed = await openQuickBed()
  swept = await bed.run('sweep')
}, 900_000)
afterAll(() => bed.close())

describe('a sweep', () => {
  it('K-15: keeps the app of each green release undeployed, with its volumes and secrets', async () => {
    expect(swept.document.recipes).toMatchObject([
      { recipe: 'site', outcome: 'green', promoted: true, exitCode: 0 },
      { recipe: 'book', outcome: 'green', promoted: true, exitCode: 0 },
      { recipe: 'lossy', outcome: 'green', promoted: true, exitCode: 0 },
      { recipe: 'shy' },
    ])
    expect(await bed.whatRuns()).toEqual([])
    expect((await bed.belongings('volume', 'secret')).sort()).toEqual([
      'warm-book_quick_test_db_password_v1',
      'warm-book_quick_test_postgres',
      lossyVolume,
      siteVolume,
    ])
    expect(bed.kept('site')).toMatchObject({ version: '1.2.0+1.27.2', volumes: { [siteVolume]: expect.any(String) } })
  })

  it('K-15: that cannot reach the app which it is to keep leaves no stack, and says so', async () => {
    expect(swept.document.recipes[3]).toMatchObject({ outcome: 'green', promoted: true, exitCode: 3 })
    expect(swept.document.recipes[3].reason).toMatch(/^now its last green release, but no app of it is kept: .*403/)
    expect(bed.kept('shy')).toBeUndefined()
    expect(await bed.belongings('service', 'container', 'volume', 'secret')).not.toContainEqual(
      expect.stringContaining('shy'),
    )
  })
})

it('K-15: a sweep that is killed with -9 while it keeps an app leaves the one before whole', async () => {
  const before = await bed.contentOf(lossyVolume)
  const runs = bed.runsWith('lossy', (record) => ({ ...record, version: '0.9.0+1.27.2', commit: 'f'.repeat(40) }))
  for (const other of ['site', 'book', 'shy']) bed.copyRecord(other, runs)

  await bed.killIn({ runs, journal: join(runs, '1/canonical/events.jsonl'), phase: 'converge', nth: 1 }, 'sweep')
  expect(await bed.belongings('service')).toEqual(['warm-lossy_quick_test_app'])
  const { document } = await bed.quick('lossy')

  expect(document).toMatchObject({ mode: 'quick', verdict: 'red', fault: { code: 'DATA_LOST' } })
  expect(await bed.contentOf(lossyVolume)).toEqual(before)
  expect(await bed.whatRuns()).toEqual([])
})

describe('a quick run', () => {
  it('upgrades the kept app, says that it proves less, and waits for another of the same recipe', async () => {
    const [one, other] = await Promise.all([bed.quick('site'), bed.quick('site')])

    for (const { exitCode, document } of [one, other]) {
      expect(exitCode).toBe(0)
      expect(document).toMatchObject({
        ...{ mode: 'quick', verdict: 'green', level: 2, domain: `warm-site.${zone}` },
        base: { version: '1.2.0+1.27.2' },
        rungs: { install: { status: 'pass' }, upgrade: { status: 'pass' }, backup_restore: { status: 'unverified' } },
        deploys: { count: 1, expected: 1 },
      })
      expect(document.reproduce).toMatch(/^cc-ci test site --ref [0-9a-f]{12} --quick$/)
    }
    expect(one.stderr + other.stderr).toContain(`Waiting for the lease of warm-site.${zone}`)
    expect(await bed.whatRuns()).toEqual([])
  })

  it('finds secrets and volumes as they were, though somebody removed them', async () => {
    await bed.docker('secret', 'rm', 'warm-book_quick_test_db_password_v1')
    await bed.docker('volume', 'rm', 'warm-book_quick_test_postgres')

    const { document } = await bed.quick('book')

    expect(document).toMatchObject({ mode: 'quick', verdict: 'green', stages: [{}, { status: 'pass' }, {}] })
    expect(await bed.belongings('secret')).toEqual(['warm-book_quick_test_db_password_v1'])
  })

  it('R-12: that fails puts back what was kept', async () => {
    const before = await bed.contentOf(lossyVolume)

    const { exitCode, document } = await bed.quick('lossy')

    expect(exitCode).toBe(1)
    expect(document).toMatchObject({ mode: 'quick', verdict: 'red', fault: { code: 'DATA_LOST' } })
    expect(await bed.contentOf(lossyVolume)).toEqual(before)
    expect(await bed.whatRuns()).toEqual([])
  })

  it('begins with the kept app as it was, after a quick run that was killed with -9', async () => {
    const runs = bed.runsWith('site')
    const journal = join(runs, '1/events.jsonl')
    await bed.killIn({ runs, journal, phase: 'converge', nth: 2 }, 'test', 'site', '--quick')
    expect(await bed.belongings('service')).toEqual(['warm-site_quick_test_app'])
    await bed.inVolume(siteVolume, 'echo left >left-by-a-dead-run')

    const { document } = await bed.quick('site')

    expect(document).toMatchObject({ mode: 'quick', verdict: 'green' })
    expect(await bed.inVolume(siteVolume, 'ls')).not.toContain('left-by-a-dead-run')
    expect(await bed.whatRuns()).toEqual([])
  })
})

describe('without a kept app that fits', () => {
  it('a cold run takes the place of a quick one, and says why', async () => {
    const { document, stderr } = await bed.quick('fresh')
    const why = '--quick: a cold run instead, because no app of it is kept; cc-ci sweep keeps one of a green release.'

    expect(document).toMatchObject({ mode: 'full', verdict: 'green', level: 3 })
    expect(document.notes).toContain(why)
    expect(stderr.replace(/\s+/g, ' ')).toContain(why)
    expect(document.reproduce).not.toContain('--quick')
  })

  it('V-19: a run is cold once settings, images or cc-ci are others than when the app was kept', async () => {
    bed.settings('lossy', 'httpTimeout: 10\nextraEnv:\n  EXTRA: other\nexpectedNa:\n  backup_restore: keeps nothing\n')

    const { document } = await bed.quick('lossy', '--plan')

    expect(document.plans).toMatchObject([{ mode: 'full' }])
    expect(document.plans[0].notes[0]).toContain('have changed since 1.0.0+1.27.2 was kept')
  })

  it('V-19: a run is cold when what was kept is damaged', async () => {
    const [archive] = Object.values(bed.kept('site').volumes)
    await bed.inVolume(
      'cc-ci-canonicals',
      `echo garbage >warm-site_quick_test/${archive}; rm -f warm-site_quick_test/holds`,
    )

    const { document } = await bed.quick('site')

    expect(document).toMatchObject({ mode: 'full', verdict: 'green' })
    expect(document.notes[0]).toContain('the kept app cannot be brought back')
  })
})
