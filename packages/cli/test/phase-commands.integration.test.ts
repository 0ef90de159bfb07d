import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
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
