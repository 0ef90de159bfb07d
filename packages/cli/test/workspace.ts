import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { type MaterialisedExample, materialiseExamples } from '../../../tools/materialise-examples.js'

export interface TestWorkspace {
  readonly folder: string
  /** A zone that no other run on this machine has, so that whatever is found under it was left by us. */
  readonly zone: string
  /** Environment that keeps leases and scratch folders inside the workspace. */
  readonly env: Readonly<Record<string, string>>
  readonly examples: readonly MaterialisedExample[]
  /** Run folders, scratch folders and leases that exist now. */
  leftovers(): readonly string[]
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A workspace with the example recipes in a temporary folder; `engine` as in cc-ci.yaml. */
export async function testWorkspace(
  whenDone: (remove: () => void) => void,
  engine: object = { dockerHost: 'unix:///nowhere/docker.sock' },
): Promise<TestWorkspace> {
  const folder = temporaryFolder(whenDone)
  const zone = `t${randomBytes(3).toString('hex')}.test`
  const [leases, scratch, runs] = ['leases', 'scratch', 'runs'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  mkdirSync(scratch)
  const examples = await copyExamples(join(folder, 'repositories'))
  const recipes = Object.fromEntries(
    examples.map(({ name }) => [name, { url: `repositories/${name}`, enrolled: name === 'custom-html' }]),
  )
  // A forge keeps the head of each pull request like this.
  execFileSync('git', ['-C', join(folder, 'repositories/guestbook'), 'update-ref', 'refs/pull/1/head', 'HEAD'])
  writeFileSync(join(folder, 'cc-ci.yaml'), JSON.stringify({ version: 1, zone, engine, recipes }))
  return {
    folder,
    zone,
    examples,
    env: { CC_CI_LEASE_DIR: leases, TMPDIR: scratch },
    leftovers: () => [leases, scratch, runs].flatMap((each) => namesIn(each).map((name) => join(each, name))),
  }
}

/** Made once for all and copied: making them takes seconds of processor time. */
async function copyExamples(folder: string): Promise<readonly MaterialisedExample[]> {
  const made = await materialiseExamples(join(root, 'examples'), join(root, '.testbed/recipes'))
  const copies = made.map((example) => ({ ...example, folder: join(folder, example.name) }))
  await Promise.all(copies.map((copy, index) => cp(made[index]?.folder ?? '', copy.folder, { recursive: true })))
  return copies
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
