import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, assert, beforeAll, describe, expect, it } from 'vitest'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'
import { readGoodExamples } from '../lies/expectation.js'
import { runRecipe } from '../lies/run-recipe.js'
import { withoutPictures } from './without-pictures.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const isTested = (name: string): boolean => existsSync(join(root, 'recipes', name, 'custom'))

let runsDir = ''
let releases: ReadonlyMap<string, string | undefined> = new Map()
beforeAll(async () => {
  runsDir = await mkdtemp(join(tmpdir(), 'cc-ci-neutral-'))
  await ensureBed({ nested: true, images: ['all'], registry: true })
  const made = await materialiseExamples(join(root, 'examples'), join(root, '.testbed/recipes'))
  releases = new Map(made.map(({ name, versions }) => [name, versions.at(-1)]))
}, 600_000)
afterAll(() => rm(runsDir, { recursive: true, force: true }))

describe.concurrent('V-09: the custom tests of', () => {
  // WordPress takes as long as all others together, and its releases differ in nothing but their numbers.
  const tested = readGoodExamples(join(root, 'examples')).filter(
    ({ name, expected }) => expected.fast && name !== 'wordpress' && isTested(name),
  )

  it.each(tested)('$name pass on its last release as on its head', async ({ name }) => {
    const release = releases.get(name)
    assert(release, `${name} has no release`)
    const { result, words } = await runRecipe(name, {
      workspace: root,
      runsDir: join(runsDir, name),
      environment: withoutPictures,
      options: ['--ref', release, '--tiers', 'install,custom'],
    })

    expect(result, words).toMatchObject({ verdict: 'green', version: release, leftovers: [] })
    expect(result?.rungs.functional.status).toBe('pass')
  })
})
