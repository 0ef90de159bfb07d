import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ExecaProcessRunner } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { claimOf, type PhaseRun, type PhaseWorkspace, phaseWorkspace, runPhase } from './phase-workspace.js'

const bin = fileURLToPath(new URL('../bin/dev.js', import.meta.url))
const tsx = import.meta.resolve('tsx')

const workspace = (): PhaseWorkspace => phaseWorkspace(temporaryFolder(onTestFinished))

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
    expect(shown.stdout).toMatch(/D1 .*\n +claimed +0 min ago[\s\S]*D2 .*\n +claimed +0 min ago[\s\S]*VETO .*wait/)
    expect((await runPhase(claimOf('E1', '2'), { cwd: builder, as: 'builder' })).stdout).toContain('and pushed')
    expect(git(remote, 'log', '--format=%an: %s', '-3', 'main').split('\n')).toEqual([
      'builder: claim(2/E1): sh greet.sh E1',
      'builder: claim(1/D2): sh greet.sh D2',
      'adversary: veto(1): wait',
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

/** Starts all at once, each as a program of its own; gives back their exit codes. */
async function runTogether(runs: readonly (readonly [readonly string[], PhaseRun])[]): Promise<number[]> {
  const processes = runs.map(async ([line, { cwd, as = '' }]) => {
    const args = ['--conditions=@cc-ci/source', '--import', tsx, bin, 'phase', ...line]
    const { exitCode } = await new ExecaProcessRunner().run(process.execPath, args, { cwd, env: { CC_CI_LOOP: as } })
    return exitCode
  })
  return Promise.all(processes)
}
