import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ManualClock, temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { claimOf, type PhaseWorkspace, phaseWorkspace, runPhase } from './phase-workspace.js'

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
    await asAdversary(['review', '1', 'D2', '--verdict', 'pass', '--', 'sh', 'greet.sh', 'D2'])
    expect(read(adversary, '1/REVIEW.md')).toContain('| sh greet.sh D2 |')
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

it('a veto is given or lifted, by the adversary, and never by leaving something out', async () => {
  const { adversary, builder } = workspace()
  const veto = (...words: string[]) => runPhase(['veto', '1', ...words], { cwd: adversary, as: 'adversary' })

  expect(await veto('--reason', ' ')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('VETO_INCOMPLETE') })
  expect(await veto('--lift')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('VETO_MISSING') })
  expect(await veto('--reason', 'wait')).toMatchObject({ exitCode: 0 })
  for (const words of [[], ['--lift', '--reason', 'x']])
    expect(await veto(...words)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('FLAGS_CONFLICT') })
  const lifted = await runPhase('veto 1 --lift', { cwd: builder, as: 'builder' })
  expect(lifted).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('ROLE_WRONG') })
  expect((await runPhase('show 1', { cwd: builder })).stdout).toMatch(/VETO .*adversary: wait/)
})

it('lint finds nothing in what the commands write, and a state file at the root', async () => {
  const { builder, push } = workspace()
  await runPhase(claimOf('D1'), { cwd: builder, as: 'builder' })
  expect(await runPhase('lint', { cwd: builder })).toMatchObject({ exitCode: 0 })
  push(builder, { 'STATUS.md': '# Status\n' })

  expect((await runPhase('lint', { cwd: builder })).stdout).toContain('STATUS.md: stray-file: lies outside')
})
