import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ExecaProcessRunner } from '@cc-ci/kernel'
import { ManualClock, temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { claimOf, type PhaseRun, type PhaseWorkspace, phaseWorkspace, runPhase } from './phase-workspace.js'

const bin = fileURLToPath(new URL('../bin/dev.js', import.meta.url))
const tsx = import.meta.resolve('tsx')

const workspace = (): PhaseWorkspace => phaseWorkspace(temporaryFolder(onTestFinished))

const read = (folder: string, path: string): string => readFileSync(join(folder, 'protocol', path), 'utf8')

describe('a phase', () => {
  it('goes from claims over a failed review, a fix and a lifted veto to DONE', async () => {
    const { adversary, builder, git, push } = workspace()
    const asBuilder = (line: string | readonly string[]) => runPhase(line, { cwd: builder, as: 'builder' })
    const asAdversary = (line: string | readonly string[]) => runPhase(line, { cwd: adversary, as: 'adversary' })

    const claimed = await asBuilder(claimOf('D1'))
    expect(claimed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('and pushed') })
    expect(read(builder, '1/STATUS.md')).toContain('| hello \\| world |')

    const failed = await asAdversary([
      'review',
      '1',
      'D1',
      '--verdict',
      'fail',
      '--finding',
      'no newline',
      '--',
      'sh',
      'greet.sh',
    ])
    expect(failed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Opened: F1.') })
    expect(failed.stderr).toContain('hello')

    git(builder, 'pull', '--quiet', '--rebase')
    push(builder, { 'greet.sh': 'echo hello world\n' }, 'Greet the world')
    for (const item of ['D1', 'D2']) expect(await asBuilder(claimOf(item))).toMatchObject({ exitCode: 0 })
    expect(await asAdversary(['review', '1', 'D1', '--verdict', 'pass', '--', 'sh', 'greet.sh'])).toMatchObject({
      ...{ exitCode: 2, stderr: expect.stringContaining('CLAIM_NOT_HERE') },
    })
    git(adversary, 'pull', '--quiet', '--rebase')
    expect(await asAdversary(['review', '1', 'D1', '--verdict', 'pass', '--', 'sh', 'greet.sh'])).toMatchObject({
      ...{ exitCode: 0, stdout: expect.stringContaining('Still open: F1') },
    })
    expect(await asBuilder('done 1')).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/D2 +no-pass/) })

    await asAdversary(['review', '1', 'D1', '--verdict', 'pass', '--close', 'F1', '--', 'sh', 'greet.sh'])
    await asAdversary(['review', '1', 'D2', '--verdict', 'pass', '--', 'sh', 'greet.sh'])
    await asAdversary(['veto', '1', '--reason', 'the tests were weakened'])
    expect(await asBuilder('done 1')).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('weakened') })

    await asAdversary('veto 1 --lift')
    const done = await asBuilder('done 1')
    expect(done).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('every one of its 2 items is proven') })
    expect(read(builder, '1/STATUS.md')).toMatch(/\n## DONE\n\nEvery item of phase 1 passed/)
    expect((await runPhase('list', { cwd: adversary })).stdout).toMatch(/1 +done +2\/2 .*\n→ +2 +not begun/)
    expect(git(builder, 'log', '--format=%an: %s', '--', 'protocol').split('\n').toReversed()).toEqual([
      'builder: claim(1/D1): sh greet.sh D1',
      expect.stringMatching(/^adversary: review\(1\/D1\): FAIL at [0-9a-f]{12}$/),
      'builder: claim(1/D1): sh greet.sh D1',
      'builder: claim(1/D2): sh greet.sh D2',
      expect.stringContaining('review(1/D1): PASS'),
      expect.stringContaining('review(1/D1): PASS'),
      expect.stringContaining('review(1/D2): PASS'),
      'adversary: veto(1): the tests were weakened',
      'adversary: veto(1): lifted',
      'builder: done(1): every item passed',
    ])
  })
})

describe('the remote', () => {
  it('C-09: may be away: the claim is committed here, said to wait, and pushed by the next command', async () => {
    const { adversary, builder, git, remote } = workspace()
    renameSync(remote, `${remote}-away`)
    const claimed = await runPhase(claimOf('D1'), { cwd: builder, as: 'builder' })
    expect(claimed).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/not pushed yet: .*next command pushes/),
    })
    const second = await runPhase(claimOf('D2'), { cwd: builder, as: 'builder' })
    expect(second).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('not pushed yet') })
    const done = await runPhase('done 1', { cwd: builder, as: 'builder' })
    expect(done).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('PROTOCOL_REMOTE_UNREACHABLE') })
    expect((await runPhase('show 1', { cwd: adversary })).stdout).toContain('The remote gave no answer')

    renameSync(`${remote}-away`, remote)
    expect((await runPhase('status', { cwd: builder })).stdout).toContain('had waited for the remote are pushed now')
    expect((await runPhase('status', { cwd: adversary })).stdout).toMatch(/D1 +0 min ago .*\n.*D2 +0 min ago/)
    expect(git(remote, 'log', '--format=%s', '-2', 'main')).toBe(
      'claim(1/D2): sh greet.sh D2\nclaim(1/D1): sh greet.sh D1',
    )
  })

  it('C-09: what waited here and what came meanwhile both are there, and reading shows both before', async () => {
    const { adversary, builder, git, remote } = workspace()
    await runPhase(claimOf('D1'), { cwd: builder, as: 'builder' })
    git(builder, 'remote', 'set-url', 'origin', `${remote}-nowhere`)
    await runPhase(claimOf('D2'), { cwd: builder, as: 'builder' })
    await runPhase(['veto', '1', '--reason', 'wait'], { cwd: adversary, as: 'adversary' })
    git(builder, 'remote', 'set-url', 'origin', remote)

    const shown = await runPhase('show 1', { cwd: builder })
    expect(shown.stdout).toMatch(/VETO: .*wait[\s\S]*D1 +0 min ago[\s\S]*D2 +0 min ago/)
    expect((await runPhase(claimOf('E1', '2'), { cwd: builder, as: 'builder' })).stdout).toContain('and pushed')
    expect(git(remote, 'log', '--format=%s', '-3', 'main').split('\n')).toEqual([
      'claim(2/E1): sh greet.sh E1',
      'claim(1/D2): sh greet.sh D2',
      'veto(1): wait',
    ])
  })

  it('takes what two clones push at once, also into one file', async () => {
    const { adversary, builder, git, remote } = workspace()
    const other = join(builder, '../other')
    git(builder, 'clone', '--quiet', remote, other)
    await runPhase(claimOf('E1', '2'), { cwd: builder, as: 'builder' })
    const runs = await runTogether([
      [claimOf('D1'), { cwd: builder, as: 'builder' }],
      [claimOf('D2'), { cwd: other, as: 'builder' }],
      [['veto', '2', '--reason', 'wait'], { cwd: adversary, as: 'adversary' }],
    ])

    expect(runs).toEqual([0, 0, 0])
    const status = git(remote, 'show', 'main:protocol/1/STATUS.md')
    expect(status).toMatch(/\| D1 [\s\S]*\| D2 |\| D2 [\s\S]*\| D1 /)
    expect(git(remote, 'show', 'main:protocol/2/REVIEW.md')).toContain('## VETO')
  })

  it('gets both claims of two commands that run at once in one clone', async () => {
    const { builder, git, remote } = workspace()
    const runs = await runTogether([
      [claimOf('D1'), { cwd: builder, as: 'builder' }],
      [claimOf('D2'), { cwd: builder, as: 'builder' }],
    ])

    expect(runs).toEqual([0, 0])
    expect(git(remote, 'show', 'main:protocol/1/STATUS.md')).toMatch(/\| D1 [\s\S]*\| D2 |\| D2 [\s\S]*\| D1 /)
  })
})

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

  it('not for a main of which nobody knows whether it is green; but that is said', async () => {
    const { builder } = workspace()
    const { stdout } = await runPhase(claimOf('D1'), { cwd: builder, as: 'builder' })
    expect(stdout).toContain('Whether the branch is green is not known: protocol.mainCheck is not set')
  })
})

describe('a review', () => {
  it.each<[string, readonly string[], string, RegExp]>([
    ['says PASS of a command that fails', ['pass', '--', 'sh', '-c', 'exit 7'], 'PROOF_FAILED', /ended with 7/],
    ['has no command', ['pass'], 'REVIEW_INCOMPLETE', /-- npm test/],
    [
      'says FAIL of a command that succeeds, and not what fails',
      ['fail', '--', 'true'],
      'REVIEW_INCOMPLETE',
      /--finding/,
    ],
    ['opens a finding with a PASS', ['pass', '--finding', 'x', '--', 'true'], 'REVIEW_INCOMPLETE', /--finding/],
    ['closes a finding that is not there', ['pass', '--close', 'F9', '--', 'true'], 'FINDING_UNKNOWN', /F9/],
    [
      'moves the clone to another commit',
      ['pass', '--', 'sh', '-c', 'git switch -q --detach HEAD~2; git switch -q -C main'],
      'PROOF_OF_ANOTHER_COMMIT',
      /Run it again/,
    ],
  ])('that %s is refused, and nothing is written', async (_, words, code, hint) => {
    const { adversary, builder, git, push, remote } = workspace()
    push(builder, { 'more.txt': 'x\n' })
    await runPhase(claimOf('D1'), { cwd: builder, as: 'builder' })
    git(adversary, 'pull', '--quiet')
    const { stderr } = await runPhase(['review', '1', 'D1', '--verdict', ...words], { cwd: adversary, as: 'adversary' })

    expect(stderr).toContain(`Code: ${code}`)
    expect(stderr).toMatch(hint)
    expect(git(remote, 'log', '--format=%s', '-1', 'main')).toMatch(/^claim/)
  })

  it('is refused to the builder, of what nobody claimed, and in a tree with changes', async () => {
    const { adversary, builder } = workspace()
    const pass = ['review', '1', 'D1', '--verdict', 'pass', '--', 'true']

    expect((await runPhase(pass, { cwd: builder, as: 'builder' })).stderr).toContain('ROLE_WRONG')
    expect((await runPhase(pass, { cwd: adversary, as: 'adversary' })).stderr).toContain('ITEM_NOT_CLAIMED')
    writeFileSync(join(adversary, 'greet.sh'), 'echo patched\n')
    expect((await runPhase(pass, { cwd: adversary, as: 'adversary' })).stderr).toContain('TREE_DIRTY')
  })

  it('C-10: that the builder wrote by hand proves nothing', async () => {
    const { adversary, builder, git } = workspace()
    for (const item of ['D1', 'D2']) await runPhase(claimOf(item), { cwd: builder, as: 'builder' })
    git(adversary, 'pull', '--quiet')
    for (const item of ['D1', 'D2'])
      await runPhase(
        ['review', '1', item, '--verdict', item === 'D1' ? 'pass' : 'fail', '--', 'sh', '-c', `test ${item} = D1`],
        { cwd: adversary, as: 'adversary' },
      )
    git(builder, 'pull', '--quiet')
    const file = join(builder, 'protocol/1/REVIEW.md')
    writeFileSync(file, readFileSync(file, 'utf8').replace('FAIL', 'PASS'))
    git(builder, '-c', 'user.name=builder', 'commit', '-qam', 'Tidy')
    git(builder, 'push', '-q')
    const { stdout, exitCode } = await runPhase('done 1', { cwd: builder, as: 'builder' })

    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/D2 +not-by-adversary/)
    expect(stdout).not.toContain('D1 ')
    const lint = await runPhase('lint', { cwd: builder })
    expect(lint).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/protocol\/1\/REVIEW\.md: wrong-writer: .*Tidy/),
    })
  })

  it('C-07: grows stale after a day, and with every change of the code', async () => {
    const { adversary, builder, git, push } = workspace()
    for (const item of ['D1', 'D2']) await runPhase(claimOf(item), { cwd: builder, as: 'builder' })
    git(adversary, 'pull', '--quiet')
    for (const item of ['D1', 'D2'])
      await runPhase(['review', '1', item, '--verdict', 'pass', '--', 'sh', 'greet.sh'], {
        cwd: adversary,
        as: 'adversary',
      })
    const tomorrow = new ManualClock(new Date(Date.now() + 25 * 3600_000).toISOString())
    const late = await runPhase('done 1', { cwd: builder, as: 'builder', clock: tomorrow })
    git(builder, 'pull', '--quiet')
    push(builder, { 'greet.sh': 'echo bye\n' })
    const changed = await runPhase('done 1 --json', { cwd: builder, as: 'builder' })

    expect(late).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/D1 +stale +.*25 h/) })
    expect(JSON.parse(changed.stdout)).toMatchObject({
      ...{ done: false, publication: null },
      items: [
        { item: 'D1', broken: [{ rule: 'changed-since' }] },
        { item: 'D2', broken: [{ rule: 'changed-since' }] },
      ],
    })
  })
})

it('lint finds nothing in what the commands write, and a state file at the root', async () => {
  const { builder, push } = workspace()
  await runPhase(claimOf('D1'), { cwd: builder, as: 'builder' })
  expect(await runPhase('lint', { cwd: builder })).toMatchObject({ exitCode: 0 })
  push(builder, { 'STATUS.md': '# Status\n' })

  expect((await runPhase('lint', { cwd: builder })).stdout).toContain('STATUS.md: stray-file: lies outside')
})

/** Starts all at once, each as a program of its own; gives back their exit codes. */
async function runTogether(runs: readonly (readonly [readonly string[], PhaseRun])[]): Promise<number[]> {
  const processes = runs.map(async ([line, { cwd, as = '' }]) => {
    const args = ['--conditions=@cc-ci/source', '--import', tsx, bin, 'phase', ...line]
    const { exitCode } = await new ExecaProcessRunner().run(process.execPath, args, { cwd, env: { CC_CI_LOOP: as } })
    return exitCode
  })
  return Promise.all(processes)
}

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
