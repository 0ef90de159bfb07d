import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ensureBed } from '../../../testbed/src/index.js'
import { type RunningProgram, startCcCi } from './built-program.js'
import { testWorkspace } from './workspace.js'

let bed: Awaited<ReturnType<typeof ensureBed>>

beforeAll(async () => {
  bed = await ensureBed({ nested: true, images: ['nginx', 'restic/restic'] })
}, 600_000)

/** Whatever Docker has under a zone. */
function belongings(zone: string): readonly string[] {
  const stack = zone.replaceAll('.', '_')
  const docker = (...args: string[]) =>
    execFileSync('docker', ['--host', bed.dockerHost, ...args], { encoding: 'utf8' }).split('\n')
  const listed = ['service', 'volume', 'network', 'secret', 'config'].flatMap((kind) =>
    docker(kind, 'ls', '--format', '{{.Name}}'),
  )
  return [...listed, ...docker('ps', '--all', '--format', '{{.Names}}')].filter((name) => name.includes(stack))
}

async function begin(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { dockerHost, proxy } = bed
  const workspace = await testWorkspace(onTestFinished, { dockerHost, proxy })
  const program = startCcCi(['test', 'custom-html', '-v', ...args], {
    cwd: workspace.folder,
    env: { ...workspace.env, ...env },
  })
  return { workspace, program }
}

/** What -v says when a phase is over, and so the next one has begun. */
const moments = [
  ['while services converge', /· deploy/],
  ['in the upgrade', /✓ install/],
  ['in the backup', /✓ upgrade/],
] as const

describe('H-02: a cancelled run', () => {
  it.each(moments)(
    'tears everything down when it is stopped %s',
    async (_, moment) => {
      const { workspace, program } = await begin(['--json'])
      await program.said(moment)
      program.process.kill('SIGTERM')
      await program.said(/Ending: what was deployed is torn down first\./)
      program.process.kill('SIGINT')
      const { exitCode, stdout, stderr } = await program.finished

      expect(exitCode).toBe(143)
      expect(JSON.parse(stdout)).toMatchObject({ verdict: 'error', stopped: 'cancelled', leftovers: [] })
      expect(stderr).toContain('Already ending')
      expect(belongings(workspace.zone)).toEqual([])
      expect(workspace.leftovers()).toEqual([join(workspace.folder, 'runs', '1')])
    },
    180_000,
  )
})

it('H-02: a run that is cancelled while the recipe is fetched leaves nothing', async () => {
  const { workspace, program } = await begin(['--json'])
  await program.said(/· janitor/)
  program.process.kill('SIGTERM')
  const { exitCode, stdout } = await program.finished
  const { error, stopped } = JSON.parse(stdout)

  expect(exitCode).toBe(143)
  // It depends on the moment whether git was still at work or the plan was there.
  expect(error?.code ?? stopped).toMatch(/^(RUN_CANCELLED|cancelled)$/)
  expect(belongings(workspace.zone)).toEqual([])
}, 180_000)

it('H-02: a run that is cancelled while it is repeated ends with 143, and leaves nothing of either attempt', async () => {
  const { workspace, program } = await begin(['--json'])
  await program.said(/· deploy/)
  // A lost lease is a fault of the host, so that the run is repeated; what it deployed is left to the next holder.
  const leases = join(workspace.folder, 'leases')
  for (const file of readdirSync(leases)) if (!file.startsWith('slot')) rmSync(join(leases, file))
  await program.said(/could not judge \(LEASE_LOST\): it is repeated once[\s\S]*· deploy/)
  expect(belongings(workspace.zone)).not.toEqual([])
  program.process.kill('SIGTERM')
  const { exitCode, stdout } = await program.finished

  expect(exitCode).toBe(143)
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ verdict: 'error', stopped: 'cancelled', leftovers: [] },
    retry: { attempt: 2, retryOf: '1', code: 'LEASE_LOST' },
  })
  expect(belongings(workspace.zone)).toEqual([])
  expect(workspace.leftovers()).toEqual(['1', '2'].map((run) => join(workspace.folder, 'runs', run)))
}, 180_000)

it('H-05: a run at its deadline tears everything down and says so by its exit code', async () => {
  const { workspace, program } = await begin(['--json'], { CC_CI_RUN_LIMIT: '2' })
  const { exitCode, stdout } = await program.finished

  expect(exitCode).toBe(142)
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'error', stopped: 'deadline', leftovers: [] })
  expect(belongings(workspace.zone)).toEqual([])
}, 180_000)

it('H-01: a run whose parent is killed tears everything down and ends', async () => {
  const { dockerHost, proxy } = bed
  const workspace = await testWorkspace(onTestFinished, { dockerHost, proxy })
  const wrapper = orphanedBy(workspace)
  await wrapper.said(/· deploy/)
  expect(belongings(workspace.zone)).not.toEqual([])
  wrapper.process.kill('SIGKILL')
  await wrapper.finished

  expect(belongings(workspace.zone)).toEqual([])
  expect(existsSync(join(workspace.folder, 'runs', '1', 'results.json'))).toBe(true)
}, 180_000)

it('H-03: a run under a parent that is not the one it belongs to begins nothing', async () => {
  const { workspace, program } = await begin(['--json'], { CC_CI_PARENT_PID: '1' })
  const { exitCode, stdout } = await program.finished

  expect(exitCode).toBe(143)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'ORPHANED' } })
  expect(workspace.leftovers()).toEqual([])
})

/** cc-ci below a shell that can be killed; its output ends only when cc-ci itself has ended. */
function orphanedBy({ folder, env }: Awaited<ReturnType<typeof testWorkspace>>): RunningProgram {
  return startCcCi(['test', 'custom-html', '-v'], { cwd: folder, env: { ...env, CI: 'true' }, shell: true })
}
