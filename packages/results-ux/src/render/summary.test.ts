import {
  exampleRunResult,
  levelFiveResult,
  notJudgedResult,
  redRestoreResult,
  skippedRungResult,
} from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { renderSummary } from './summary.js'

const plain = { colour: false }
const examples = [levelFiveResult, redRestoreResult, skippedRungResult, notJudgedResult]
const escapeCharacter = String.fromCharCode(27)

describe('the summary on the terminal', () => {
  it('shows a red run with everything that is needed to act', () => {
    expect(renderSummary(redRestoreResult(), { ...plain, folder: 'runs/1873' })).toMatchInlineSnapshot(`
      "nextcloud  PR #42  9.0.5+31.0.2-fpm → 9.1.0+32.0.1-fpm
      RED  level 2 of 5, Upgrades  5 m 12 s, run 1873

        ● Install           passed                    94 s
        ● Upgrade           passed                    61 s  data kept
        ■ Backup + restore  FAILED                    58 s  0 of 3 rows back
        ○ App works         passed, not counted       40 s  6 of 6
        ○ Lint              passed, not counted        2 s  clean

      Failed: recipe fault RESTORE_LOST_DATA, service db
        store "postgres db/app": 0 of 3 rows came back; volume "db" is not in the
        backup
        ■ restore: brings wiped data back
            expected 3 rows in "postgres db/app", found 0
        last 3 log lines, service db:
        │ LOG:  database system is ready to accept connections
        │ ERROR:  relation "oc_files" does not exist at character 15
        │ STATEMENT:  select count(*) from <oc_files>

        Data                        seeded upgrade restore  backup
        volume html                      1       1       1  covered
        postgres db/app                  3       3       0  not covered

        ! lint warning R007 compose.yml:41: service "db" has no health check
        ! image "redis:7" moves: the same tag can be another image tomorrow

      Not higher because of Backup + restore: 0 of 3 rows back
      To reach L5, fix one thing: put volume "db" into the backup: its 3 rows were
      lost (compose.yml:48)
      Reproduce:
        cc-ci test nextcloud --ref 3f9c1e2 --from 9.0.5+31.0.2-fpm --tiers \\
          install,backup,restore

        page   runs/1873/summary.html
        card   runs/1873/summary.png
        junit  runs/1873/junit/cc-ci.xml
        log    runs/1873/run.log
        no screenshot: no browser on this host
      "
    `)
  })

  it('says in one paragraph what went wrong, where, and what to do', () => {
    const diagnosis = { paragraph: 'The recipe is at fault. Look at compose.yml:48.', service: 'db', place: null }

    expect(renderSummary({ ...redRestoreResult(), diagnosis }, plain)).toContain(
      'RESTORE_LOST_DATA, service db\n  The recipe is at fault. Look at compose.yml:48.\n',
    )
    expect(renderSummary({ ...levelFiveResult(), verdict: 'red', diagnosis }, plain)).toContain(
      'Look at compose.yml:48',
    )
  })

  it('says once why a test failed, where the paragraph has said it already', () => {
    const red = redRestoreResult()
    const [message] = red.stages.flatMap(({ tests }) => tests.map((test) => test.message)).filter(Boolean)
    const diagnosis = { paragraph: `The recipe is at fault: ${message}.`, service: 'db', place: null }

    expect(renderSummary({ ...red, diagnosis }, plain).split(String(message))).toHaveLength(2)
  })

  it('V-08: says that a rung ran which was declared as not applicable', () => {
    const result = exampleRunResult({ skips: { intentional: {}, unintentional: {}, stale: ['backup_restore'] } })

    expect(renderSummary(result, plain)).toContain('! declared as not applicable, but it ran: backup_restore')
  })

  it('is short when all went well', () => {
    expect(renderSummary(levelFiveResult(), plain)).toMatchInlineSnapshot(`
      "notebook  PR #6  1.0.0+2.38.0 → 1.1.0+2.39.0
      GREEN  level 5 of 5, Polished  48 s, run 1874

        ● Install           passed                    11 s
        ● Upgrade           passed                     9 s  data kept
        ● Backup + restore  passed                    14 s  4 of 4 back
        ● App works         passed                     3 s  2 of 2
        ● Lint              passed                     1 s  clean

        Data                        seeded upgrade restore  backup
        volume content                   1       1       1  covered
        postgres db/app                  3       3       3  covered

      Top level: every rung passed
      Reproduce:
        cc-ci test notebook --ref a91b77d --from 1.0.0+2.38.0

        page   summary.html
        card   summary.png
        junit  junit/cc-ci.xml
        log    run.log
        no screenshot: no browser on this host
      "
    `)
  })

  it.each(examples.map((example) => [example.name, example] as const))('keeps %s within 80 columns', (_, example) => {
    for (const width of [undefined, 80, 200]) {
      const lines = renderSummary(example(), { ...plain, ...(width !== undefined && { width }) }).split('\n')
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    }
  })

  it('has colour codes only when asked for them', () => {
    expect(renderSummary(redRestoreResult(), plain)).not.toContain(escapeCharacter)
    expect(renderSummary(redRestoreResult(), { colour: true })).toContain(`${escapeCharacter}[31m■`)
  })

  it('says "not judged" for a fault of the host, and never "level 0"', () => {
    const summary = renderSummary(notJudgedResult(), plain)
    expect(summary).toContain('ERROR  infra error')
    expect(summary).toContain('Not judged, no level lost: Free memory on the host, then run it again.')
    expect(summary).not.toContain('level 0')
  })

  it('lets nothing that an app printed steer the terminal', () => {
    const red = redRestoreResult()
    const steering = `${escapeCharacter}]0;title\u0007${escapeCharacter}[2Jgone\r\u0008`
    const summary = renderSummary(
      { ...red, notes: [steering], fault: red.fault && { ...red.fault, logs: [steering], evidence: steering } },
      plain,
    )
    expect(summary).toContain('gone')
    expect([...summary].every((character) => character >= ' ' || character === '\n')).toBe(true)
  })

  it('tells what was left behind and what was not run', () => {
    const base = exampleRunResult()
    const summary = renderSummary(
      {
        ...base,
        leftovers: ['volume notebook_db'],
        flags: { clean_teardown: false, no_secret_leak: false },
        customization: { ...base.customization, notRun: [{ file: 'tests/hooks.ts', reason: 'not run: not approved' }] },
      },
      plain,
    )
    expect(summary).toContain('! not removed: volume notebook_db')
    expect(summary).toContain('! a secret value was found in what the run wrote; it was taken out')
    expect(summary).toContain('! not run: tests/hooks.ts (not approved)')
    expect(summary).toContain('! to let code of the recipe run here: cc-ci recipe approve notebook')
  })
})
