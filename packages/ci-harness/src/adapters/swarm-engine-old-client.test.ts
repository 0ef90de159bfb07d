import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { readComposeDocument } from '../recipe/compose-document.js'
import { deployment, scriptedEngine } from '../testing/scripted-engine.js'

describe('without docker stack config, as with the client of Debian 12', () => {
  async function oldEngine(stderr = "unknown shorthand flag: 'c' in -c\nSee 'docker stack --help'.") {
    const checkout = temporaryFolder(onTestFinished)
    await writeFile(join(checkout, 'compose.yml'), 'services: {app: {image: "nginx:$VERSION"}}')
    await writeFile(join(checkout, 'compose.db.yml'), 'services: {db: {image: "postgres:16", volumes: ["./x:/x"]}}')
    const env = { ...deployment.env, VERSION: '1.27.2' }
    const { engine: swarm, processes, document } = scriptedEngine({ client: '20.10.24+dfsg1' })
    processes.on('docker stack config', { exitCode: 125, stderr })
    return { swarm, processes, document, app: { ...deployment, checkout, env } }
  }

  it.each([
    "docker: 'stack config' is not a docker command.\nSee 'docker --help'",
    'unknown command "config" for "docker stack"',
    "unknown shorthand flag: 'c' in -c\nSee 'docker stack --help'.",
  ])('the files are merged and interpolated all the same: %s', async (stderr) => {
    const { swarm, app } = await oldEngine(stderr)
    const answer = await swarm.composeConfig(app)

    expect(answer.ok && parse(answer.document)).toMatchObject({
      version: '3.9',
      services: { app: { image: 'nginx:1.27.2' }, db: { volumes: [{ source: join(app.checkout, 'x') }] } },
    })
  })

  it('the client is asked for it once', async () => {
    const { swarm, processes, app } = await oldEngine()
    await swarm.composeConfig(app)
    await swarm.composeConfig(app)

    expect(processes.calls.filter((call) => call.startsWith('docker stack config'))).toHaveLength(1)
  })

  it('a deploy gets a document with a version, and no flag that the client does not know', async () => {
    const { swarm, processes, document, app } = await oldEngine()

    const answer = await swarm.composeConfig(app)
    const rendered = readComposeDocument(answer.ok ? answer.document : '')

    expect(await swarm.deploy({ ...app, document: rendered })).toEqual({ ok: true })
    expect(document()).toMatchObject({ version: '3.9', services: { app: { image: 'nginx:1.27.2' } } })
    expect(processes.calls.at(-1)).not.toContain('--detach')
  })

  it('interpolation sees the variables that the client needs as it does with a newer one', async () => {
    const { swarm, app } = await oldEngine()
    await writeFile(join(app.checkout, 'compose.yml'), 'services: {app: {image: "x:$HOME$PATH"}}')
    const answer = await swarm.composeConfig(app)

    expect(answer.ok && answer.document).toContain('"x:/srv/ci/usr/bin"')
  })

  it('what is wrong with a file is an answer with the line', async () => {
    const { swarm, app } = await oldEngine()
    await writeFile(join(app.checkout, 'compose.db.yml'), '\nservices: [db]')

    expect(await swarm.composeConfig(app)).toEqual({ ok: false, why: 'compose.db.yml:2: services must be a mapping' })
  })

  it('a file that cannot be read is an answer with its name', async () => {
    const { swarm, app } = await oldEngine()
    const answer = await swarm.composeConfig({ ...app, composeFiles: ['compose.none.yml'] })

    expect(answer).toMatchObject({
      ok: false,
      why: expect.stringMatching(/^compose\.none\.yml cannot be read: ENOENT/),
    })
  })
})
