import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { claimOf, type PhaseRun, type PhaseWorkspace, phaseWorkspace, runPhase } from './phase-workspace.js'

const workspace = (): PhaseWorkspace => phaseWorkspace(temporaryFolder(onTestFinished))

describe('a claim is refused', () => {
  it.each<[string, (bed: PhaseWorkspace) => void, Partial<PhaseRun>, readonly string[], string, RegExp]>([
    [
      'C-05: in a dirty tree',
      (bed) => writeFileSync(join(bed.builder, 'new.txt'), ''),
      {},
      claimOf('D1'),
      'TREE_DIRTY',
      /new\.txt/,
    ],
    ['C-05: before it is pushed', (bed) => commitLocally(bed), {}, claimOf('D1'), 'HEAD_UNPUSHED', /git push/],
    [
      'C-08: while main is red',
      (bed) => setMainCheck(bed, 'echo lint is red; exit 1'),
      {},
      claimOf('D1'),
      'MAIN_RED',
      /lint is red/,
    ],
    [
      'C-10: without how',
      () => undefined,
      {},
      ['claim', '1', 'D1', '--expected', 'x', '--where', 'y'],
      'CLAIM_INCOMPLETE',
      /--how/,
    ],
    [
      'C-10: with a placeholder for what is expected',
      () => undefined,
      {},
      ['claim', '1', 'D1', '--how', 'a', '--expected', 'TBD', '--where', 'y'],
      'CLAIM_INCOMPLETE',
      /TBD/,
    ],
    ['C-10: from the adversary', () => undefined, { as: 'adversary' }, claimOf('D1'), 'ROLE_WRONG', /builder/],
    [
      'from a loop that is not there',
      () => undefined,
      { as: 'bilder' },
      claimOf('D1'),
      'LOOP_UNKNOWN',
      /Did you mean builder/,
    ],
    ['from nobody', () => undefined, { as: '' }, claimOf('D1'), 'LOOP_UNNAMED', /CC_CI_LOOP/],
    ['for an item that is not there', () => undefined, {}, claimOf('D3'), 'ITEM_UNKNOWN', /Did you mean "D1"/],
    [
      'for a phase that is not there',
      () => undefined,
      {},
      claimOf('D1', '9'),
      'PHASE_UNKNOWN',
      /Did you mean|Known names/,
    ],
    [
      'where no branch is checked out',
      (bed) => bed.git(bed.builder, 'switch', '-q', '--detach'),
      {},
      claimOf('D1'),
      'PROTOCOL_BRANCH_MISSING',
      /git switch main/,
    ],
    [
      'where STATUS.md is being changed by hand',
      (bed) => writeStatus(bed, 'Notes.\n'),
      {},
      claimOf('D1'),
      'PROTOCOL_UNCOMMITTED',
      /git commit/,
    ],
    [
      'where STATUS.md holds an unsolved merge',
      (bed) => bed.push(bed.builder, { 'protocol/1/STATUS.md': 'a\n<<<<<<< HEAD\n' }),
      {},
      claimOf('D1'),
      'PROTOCOL_CONFLICT',
      /STATUS\.md:2/,
    ],
    [
      'where the plan is broken',
      (bed) => bed.push(bed.builder, { 'plans/phases.yaml': 'version: 1\nphases:\n  - id: "1"\n    itms: []\n' }),
      {},
      claimOf('D1'),
      'PHASE_PLAN_INVALID',
      /phases\.yaml:3/,
    ],
    [
      'where the plan is missing',
      (bed) => bed.git(bed.builder, 'rm', '-q', 'plans/phases.yaml'),
      {},
      claimOf('D1'),
      'PHASE_PLAN_MISSING',
      /loop init/,
    ],
  ])('%s', async (_, arrange, change, line, code, words) => {
    const bed = workspace()
    arrange(bed)
    const before = bed.git(bed.builder, 'rev-parse', 'HEAD')
    const { stderr, exitCode } = await runPhase(line, { cwd: bed.builder, as: 'builder', ...change })

    expect(stderr.replace(/\s+/g, ' ')).toMatch(words)
    expect(stderr).toContain(`Code: ${code}`)
    expect(exitCode).toBe(code === 'PROTOCOL_CONFLICT' ? 3 : 2)
    expect(bed.git(bed.builder, 'rev-parse', 'HEAD')).toBe(before)
  })

  it('nowhere: outside of any clone', async () => {
    const { builder } = workspace()
    cpSync(join(builder, 'cc-ci.yaml'), join(builder, '../lonely/cc-ci.yaml'), { recursive: true })
    cpSync(join(builder, 'plans'), join(builder, '../lonely/plans'), { recursive: true })
    const { stderr, exitCode } = await runPhase(claimOf('D1'), { cwd: join(builder, '../lonely'), as: 'builder' })

    expect({ stderr, exitCode }).toEqual({ stderr: expect.stringContaining('NOT_A_GIT_REPOSITORY'), exitCode: 2 })
  })

  it('with --json as one document, and the words go to standard error', async () => {
    const { builder } = workspace()
    const refused = await runPhase([...claimOf('D3'), '--json'], { cwd: builder, as: 'builder' })
    const claimed = await runPhase([...claimOf('D1'), '--json'], { cwd: builder, as: 'builder' })

    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'ITEM_UNKNOWN', exitCode: 2 } })
    expect(JSON.parse(claimed.stdout)).toMatchObject({
      phase: '1',
      item: 'D1',
      main: { verdict: 'unknown' },
      notices: [],
    })
    expect(claimed.stderr).toContain('and pushed')
  })

  it('not for a main of which nobody knows whether it is green; but that is said', async () => {
    const { builder } = workspace()
    const { stdout } = await runPhase(claimOf('D1'), { cwd: builder, as: 'builder' })
    expect(stdout).toContain('Whether the branch is green is not known: protocol.mainCheck is not set')
  })
})

function commitLocally({ builder, git }: PhaseWorkspace): void {
  writeFileSync(join(builder, 'greet.sh'), 'echo local\n')
  git(builder, 'commit', '--quiet', '--all', '--message=Stay here')
}

function setMainCheck({ builder, push }: PhaseWorkspace, script: string): void {
  const config = readFileSync(join(builder, 'cc-ci.yaml'), 'utf8')
  push(builder, { 'cc-ci.yaml': `${config}protocol: { mainCheck: [sh, -c, ${JSON.stringify(script)}] }\n` })
}

function writeStatus({ builder }: PhaseWorkspace, text: string): void {
  mkdirSync(join(builder, 'protocol/1'), { recursive: true })
  writeFileSync(join(builder, 'protocol/1/STATUS.md'), text)
}
