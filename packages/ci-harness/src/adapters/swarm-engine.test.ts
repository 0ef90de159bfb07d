import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isCcCiError } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readComposeDocument } from '../recipe/compose-document.js'
import { clientEnv, deployment, merged, scriptedEngine, stack } from '../testing/scripted-engine.js'
import type { SwarmEngine } from './swarm-engine.js'

describe('the compose document', () => {
  it('is what docker stack config makes of the files, in their order, and never from within the checkout', async () => {
    const { engine: swarm, run, processes } = scriptedEngine()

    expect(await swarm.composeConfig(deployment)).toEqual({ ok: true, document: merged })
    expect(processes.calls).toEqual([
      'docker stack config -c /runs/7/recipe/compose.yml -c /runs/7/recipe/compose.db.yml',
    ])
    expect(run('stack config')?.options).toMatchObject({ cwd: '/', timeoutMs: 60_000 })
  })

  it('A-22: sees the app’s variables and nothing of the host but what the client needs', async () => {
    const { engine: swarm, run } = scriptedEngine()
    await swarm.composeConfig(deployment)

    expect(run('stack config')?.options).toMatchObject({ cleanEnv: true, env: { ...deployment.env, ...clientEnv } })
    expect(Object.keys(run('stack config')?.options.env ?? {})).toHaveLength(5)
  })

  it.each([
    { PATH: '.' },
    { DOCKER_HOST: 'tcp://192.0.2.1:2375' },
    { DOCKER_CONFIG: 'cfg' },
    { LD_PRELOAD: './evil.so' },
    { https_proxy: 'http://proxy.example.org' },
    { SSL_CERT_FILE: 'ca.pem' },
  ])('is made without a client when a recipe could steer that: %j', async (env) => {
    const checkout = temporaryFolder(onTestFinished)
    await writeFile(join(checkout, 'compose.yml'), 'services: {app: {image: "nginx:$VERSION"}}')
    const { engine: swarm, processes } = scriptedEngine()
    const files = { ...deployment, checkout, composeFiles: ['compose.yml'], env: { ...env, VERSION: '1.27.2' } }
    const answer = await swarm.composeConfig(files)
    await swarm.deploy({ ...files, document: readComposeDocument(answer.ok ? answer.document : '') })

    expect(answer).toMatchObject({ ok: true, document: expect.stringContaining('nginx:1.27.2') })
    for (const { options } of processes.runs) expect(options).toMatchObject({ env: clientEnv, cwd: '/' })
  })

  it('that Docker refuses is an answer with its words', async () => {
    const { engine: swarm, processes } = scriptedEngine()
    processes.on('docker stack config', { exitCode: 1, stderr: 'services.app must be a mapping\n' })

    expect(await swarm.composeConfig(deployment)).toEqual({ ok: false, why: 'services.app must be a mapping' })
  })
})

describe('a deploy', () => {
  it.each([
    ['28.2.2', true],
    ['26.0.0', true],
    ['25.0.5', false],
    ['20.10.24+dfsg1', false],
    ['', false],
  ])('with client %s detaches by flag: %s', async (client, detaches) => {
    const { engine: swarm, processes } = scriptedEngine({ client })

    expect(await swarm.deploy(deployment)).toEqual({ ok: true })
    expect(processes.calls.at(-1)).toBe(
      `docker stack deploy -c - --resolve-image always --with-registry-auth${detaches ? ' --detach=true' : ''} ${stack}`,
    )
  })

  it('asks no registry for images that only this host has', async () => {
    const { engine: swarm, processes } = scriptedEngine()
    await swarm.deploy({ ...deployment, resolveImages: false })

    expect(processes.calls.at(-1)).toContain('--resolve-image never')
  })

  it('gives Docker the merged document, with abra’s labels and the app’s variables on app alone', async () => {
    const { engine: swarm, document } = scriptedEngine()
    await swarm.deploy(deployment)
    const { app, db } = document().services

    expect(app.deploy.labels).toEqual({
      own: 'label',
      [`coop-cloud.${stack}.recipe`]: 'wiki',
      [`coop-cloud.${stack}.version`]: '1.1.0+1.27.2',
      [`coop-cloud.${stack}.chaos`]: 'false',
    })
    expect(app.environment).toEqual({ ...deployment.env, MODE: 'fast' })
    expect(app.command).toBe('echo $$HOME')
    expect(db).toEqual({ image: 'postgres:16' })
  })

  it('V-02: labels a checkout with its commit and keeps the version that the recipe states', async () => {
    const { engine: swarm, document } = scriptedEngine()
    await swarm.deploy({ ...deployment, chaosVersion: 'a91b77d0+U' })

    expect(document().services.app.deploy.labels).toMatchObject({
      [`coop-cloud.${stack}.chaos`]: 'true',
      [`coop-cloud.${stack}.chaos-version`]: 'a91b77d0+U',
      [`coop-cloud.${stack}.version`]: '1.0.0+1.27.2',
    })
  })

  it('X-05: never shows a value of the app in the arguments', async () => {
    const { engine: swarm, processes, run } = scriptedEngine()
    await swarm.deploy(deployment)

    expect(processes.calls.join('\n')).not.toContain('hunter2')
    expect(run('stack deploy')?.options.input).toContain('hunter2')
  })

  it('that Docker refuses is an answer with its words', async () => {
    const { engine: swarm, processes } = scriptedEngine()
    processes.on('docker stack deploy', { exitCode: 1, stderr: 'only updates to Labels are allowed\n' })

    expect(await swarm.deploy(deployment)).toEqual({ ok: false, why: 'only updates to Labels are allowed' })
  })
})

describe('the removal of a stack', () => {
  it('is asked for by name', async () => {
    const { engine: swarm, processes, run } = scriptedEngine()
    await swarm.undeploy(stack)

    expect(processes.calls).toEqual([`docker stack rm ${stack}`])
    expect(run('stack rm')?.options).toMatchObject({ cleanEnv: true, env: clientEnv })
  })

  it('that Docker refuses is no removal', async () => {
    const { engine: swarm, processes } = scriptedEngine()
    processes.on('docker stack rm', { exitCode: 1, stderr: 'rpc error\n' })

    await expect(swarm.undeploy(stack)).rejects.toMatchObject({
      code: 'UNDEPLOY_FAILED',
      message: expect.stringContaining('rpc error'),
    })
  })
})

it('names what deploys, and asks for it once', async () => {
  const { engine: swarm, processes } = scriptedEngine()

  expect([await swarm.version(), await swarm.version()]).toEqual(Array(2).fill('docker stack 28.2.2'))
  expect(processes.calls).toHaveLength(1)
})

it.each<[string, (swarm: SwarmEngine) => Promise<unknown>]>([
  ['version', (swarm) => swarm.version()],
  ['composeConfig', (swarm) => swarm.composeConfig(deployment)],
  ['deploy', (swarm) => swarm.deploy(deployment)],
  ['undeploy', (swarm) => swarm.undeploy(stack)],
])('says that the client is missing: %s', async (_, ask) => {
  const { engine: swarm, processes } = scriptedEngine()
  processes.missing('docker')
  const error = await ask(swarm).catch((thrown: unknown) => thrown)

  expect(error).toMatchObject({ code: 'DOCKER_CLIENT_MISSING', exitCode: 3, hint: expect.stringContaining('Install') })
})

it('is unknown, not refused, when the client does not end', async () => {
  const { engine: swarm, processes } = scriptedEngine()
  processes.hangs('docker stack deploy')
  const error = await swarm.deploy(deployment).catch((thrown: unknown) => thrown)

  expect(isCcCiError(error) && error.code).toBe('PROCESS_TIMED_OUT')
})
