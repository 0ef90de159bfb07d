import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { exampleRunResult } from '@cc-ci/contracts/testing'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { ensureBed } from '../../../testbed/src/index.js'
import { forgeBed } from '../../ci-harness/test/forge-bed.js'
import { ccCi, startCcCi } from './built-program.js'
import { testWorkspace } from './workspace.js'

type Result = ReturnType<typeof exampleRunResult>

let bed: Awaited<ReturnType<typeof ensureBed>>
beforeAll(async () => {
  bed = await ensureBed({ nested: true, images: ['nginx', 'restic/restic'] })
}, 600_000)

const token = 'hunter2-of-the-forge'

/** The recipe that `cc-ci recipe new` makes, on a private forge that keeps a pull request of it. */
async function propose() {
  const { dockerHost, proxy } = bed
  const workspace = await testWorkspace(onTestFinished, { dockerHost, proxy })
  const { folder } = workspace
  const made = await ccCi(['recipe', 'new', 'notes'], { cwd: folder, env: workspace.env })
  expect({ exitCode: made.exitCode, stderr: made.stderr }).toEqual({ exitCode: 0, stderr: '' })
  const forge = await forgeBed({ kind: 'gitea', token }, onTestFinished)
  const repository = await forge.repository('org/notes')
  const git = (...args: string[]) => execFileSync('git', ['-C', repository.folder, ...args])
  git('fetch', '--quiet', '--tags', join(folder, 'notes'), 'main')
  git('reset', '--quiet', '--hard', 'FETCH_HEAD')
  const cloneUrl = `${forge.url}/org/notes.git`
  const push = async (text: string): Promise<string> => {
    const hash = await repository.commit({ 'release/next': text })
    await repository.setRef('refs/pull/7/head')
    forge.put({
      number: 7,
      title: 'Say more',
      state: 'open',
      url: `${forge.url}/org/notes/pulls/7`,
      base: { repository: 'org/notes', cloneUrl, branch: 'main' },
      head: { hash, branch: 'main', repository: 'org/notes', cloneUrl },
    })
    return hash
  }
  const config = JSON.parse(readFileSync(join(folder, 'cc-ci.yaml'), 'utf8'))
  const recipes = { notes: { url: cloneUrl } }
  writeFileSync(join(folder, 'cc-ci.yaml'), JSON.stringify({ ...config, forge: { url: forge.url }, recipes }))
  return { workspace, push }
}

it('a pull request of a new recipe passes, its hash is what was tested though a push came meanwhile, and no file has the token', async () => {
  const { workspace, push } = await propose()
  const head = await push('More.\n')
  const { finished, said } = startCcCi(['test', 'notes', '--pr', '7', '--tiers', 'install,custom', '--json', '-v'], {
    cwd: workspace.folder,
    env: { ...workspace.env, CC_CI_FORGE_TOKEN: token },
  })
  await said(/✓ install/)
  const pushed = await push('Even more.\n')
  const { stdout, stderr } = await finished
  const result = JSON.parse(stdout) as Result
  const runs = join(workspace.folder, 'runs')
  const files = readdirSync(runs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const leaks = files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(token))

  expect(result).toMatchObject({ verdict: 'green', pr: 7, ref: head })
  expect(result.stages.flatMap(({ tests }) => tests).map(({ name }) => name)).toContain('serves published files')
  expect(result.notes).toContain(
    `Pull request 7 moved to ${pushed.slice(0, 8)} during the run; this result is of ${head.slice(0, 8)}.`,
  )
  expect(result.reproduce).toContain(`cc-ci test notes --pr=7 --ref ${head.slice(0, 12)}`)
  expect(files.length).toBeGreaterThan(3)
  expect([leaks, `${stdout}${stderr}`.includes(token)]).toEqual([[], false])
})
