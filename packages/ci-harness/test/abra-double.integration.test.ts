import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ExecaProcessRunner } from '@cc-ci/kernel'
import { type GitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tearDown } from '../src/run/teardown.js'
import { AbraDouble } from './abra-double/install-abra-double.js'
import { freshStackName } from './docker-swarm-bed.js'
import { clock, dockerHost, git, newest, swarm, tinyRecipe } from './engine-bed.js'

const double = new AbraDouble()
const folder = temporaryFolder(afterAll)
const checkout = join(folder, 'recipes', 'tiny')
const domain = `${freshStackName()}.double.test`
const stack = domain.replaceAll('.', '_')
const appFlags = ['-s', 'default', '-D', domain]

async function abra(args: readonly string[], { pty = true } = {}) {
  // Others use this Swarm meanwhile, and may have a backup bot on it: this double sees none but its own.
  const env = {
    PATH: double.path(),
    HOME: folder,
    ABRA_DIR: folder,
    DOCKER_HOST: dockerHost,
    BACKUPBOT_LABEL: `of=${stack}`,
  }
  const run = new ExecaProcessRunner().run('abra', args, { pty, cleanEnv: true, env, timeoutMs: 30_000 })
  const { exitCode, stdout } = await run
  return { exitCode, said: stdout }
}

let recipe: GitRepository
beforeAll(async () => {
  await double.build()
  recipe = await tinyRecipe(join(folder, 'origin'))
  await git.clone(recipe.folder, checkout)
  mkdirSync(join(folder, 'servers'), { recursive: true })
})
afterAll(async () => {
  const undeploy = async () => {
    for (const service of (await swarm.belongings(stack)).services) await swarm.remove('services', service)
  }
  await tearDown(stack, { swarm, clock, engine: { undeploy } })
  double.remove()
}, 60_000)

// In this order: each goes on with the app of the one before.
describe('the double has the quirk of abra that', { timeout: 60_000 }, () => {
  it('A-02: it refuses to work without a terminal', async () => {
    expect(await abra(['server', 'ls'], { pty: false })).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining('inappropriate ioctl for device'),
    })
  })

  it('A-05, X-05: a new app moves the checkout to the newest release, and prints its secrets once', async () => {
    await abra(['server', 'add', '--local', '-n'])
    const { exitCode, said } = await abra(['app', 'new', 'tiny', ...appFlags, '-S', '-n', '-o'])

    expect([exitCode, await git.head(checkout)]).toEqual([0, (await tagged(newest))?.commit])
    expect(said).toMatch(/┃ pw +┃ \w{24} ┃/)
    const again = await abra(['app', 'secret', 'generate', '-a', '-n', '-o', domain])
    expect(again.said).toContain('already exists')
    expect(again.said).not.toMatch(/\w{24} ┃/)
  })

  it('it asks when it is not told not to, and nobody answers', async () => {
    expect(await abra(['app', 'deploy', domain, newest, '-o', '-D', '-c'])).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining('(y/N)'),
    })
  })

  it('A-21: it deploys nothing while a secret is missing', async () => {
    const file = join(folder, 'servers', 'default', `${domain}.env`)
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('VERSION=v1', 'VERSION=v7'))
    const { said } = await abra(['app', 'deploy', domain, newest, '-n', '-o', '-D', '-c'])
    writeFileSync(file, text)

    expect(said).toContain('secret not generated: pw')
  })

  it('A-04: it refuses a checkout with a file of somebody else’s, but under chaos marks it with +U', async () => {
    writeFileSync(join(checkout, 'compose.ccci.yml'), 'version: "3.8"\n')
    const refused = await abra(['app', 'deploy', domain, newest, '-n', '-o', '-D', '-c'])
    const taken = await abra(['app', 'deploy', domain, '-C', '-n', '-o', '-D', '-c'])

    expect(refused.said).toContain('has locally unstaged changes')
    expect(taken.exitCode, taken.said).toBe(0)
    const [service] = await swarm.services(stack)
    const hash = (await git.head(checkout)).slice(0, 8)
    expect(service?.labels[`coop-cloud.${stack}.chaos-version`]).toBe(`${hash}+U`)
  })

  it('it deploys over a deployed app by force only', async () => {
    expect((await abra(['app', 'deploy', domain, '-C', '-n', '-o', '-D', '-c'])).said).toContain('is already deployed')
  })

  it('A-06: it cannot deploy a lightweight tag by its version', async () => {
    await git.checkout(checkout, newest, { force: true })
    await new ExecaProcessRunner().run('git', ['-C', checkout, 'clean', '-fdq'])
    await git.tag(checkout, '1.0.1+1')
    const { exitCode, said } = await abra(['app', 'deploy', domain, '1.0.1+1', '-f', '-n', '-o', '-D', '-c'])

    expect([exitCode, said]).toEqual([1, expect.stringContaining('reference not found')])
  })

  it('A-03: its lint exits with 0 whatever it finds', async () => {
    const { exitCode, said } = await abra(['recipe', 'lint', 'tiny', '-C', '-n', '-o'])

    expect(exitCode).toBe(0)
    expect(said).toMatch(/R014 ┃[^\n]*error[^\n]*❌[\s\S]*critical errors present/)
  })

  it('A-13: it aborts on an image with tag and digest when it looks for upgrades', async () => {
    writeFileSync(join(checkout, 'compose.yml'), `services: {app: {image: "nginx:1@sha256:${'a'.repeat(64)}"}}\n`)

    expect(await abra(['recipe', 'upgrade', 'tiny', '-C', '-n', '-o'])).toMatchObject({ exitCode: 1 })
  })

  it('A-19: it cannot fetch from an origin that is private', async () => {
    await new ExecaProcessRunner().run('git', ['-C', checkout, 'remote', 'set-url', 'origin', join(folder, 'private')])

    for (const args of [
      ['recipe', 'fetch', 'other'],
      ['recipe', 'lint', 'tiny', '-C'],
    ])
      expect((await abra([...args, '-n'])).said).toContain('authentication required')
  })

  it('it finds no backup bot where none is', async () => {
    expect((await abra(['app', 'backup', 'create', domain, '-C', '-n', '-o'])).said).toContain(
      'no backupbot discovered',
    )
  })
})

const tagged = async (version: string) => (await git.tags(checkout)).find(({ name }) => name === version)
