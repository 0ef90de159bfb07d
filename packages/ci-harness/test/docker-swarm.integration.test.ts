import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DockerSwarm } from '../src/adapters/docker-swarm.js'
import { HttpsProbe } from '../src/adapters/https-probe.js'
import type { SwarmEvent } from '../src/ports/swarm.js'
import { bedEndpoint, freshStackName, removeStack, sh } from './docker-swarm-bed.js'

const { dockerHost, proxy } = bedEndpoint()
const swarm = new DockerSwarm({ dockerHost })
const stack = freshStackName()
const longer = `${stack}_more`
const events: SwarmEvent[] = []
let container: string

async function docker(...args: readonly string[]): Promise<void> {
  await promisify(execFile)('docker', ['-H', dockerHost, ...args])
}

beforeAll(async () => {
  const seen = await swarm.watch(
    stack,
    (event) => events.push(event),
    () => {},
  )
  const service = ['service', 'create', '-d', '--no-resolve-image', '--name', `${stack}_app`]
  const labels = [
    '-l',
    `com.docker.stack.namespace=${stack}`,
    '--container-label',
    `com.docker.stack.namespace=${stack}`,
  ]
  await docker(
    ...service,
    ...labels,
    '-e',
    'GREETING=a=b',
    sh.image,
    sh.program,
    '-c',
    'echo one; echo two >&2; sleep 300 & wait',
  )
  while ((await swarm.services(stack))[0]?.running !== 1);
  seen.close()
  container = (await swarm.containers(stack, `${stack}_app`))[0]?.id ?? ''
})

afterAll(async () => {
  await removeStack(swarm, stack)
  await removeStack(swarm, longer)
}, 60_000)

describe('what the Swarm tells', () => {
  it('describes itself', async () => {
    expect(await swarm.describe()).toMatchObject({
      nodes: expect.any(Number),
      apiVersion: expect.stringMatching(/^1\./),
    })
  })

  it('R-03: a running task carries the digest of its service, so that an older one is told apart', async () => {
    const { services, tasks } = await swarm.stackState(stack)

    expect(services).toMatchObject([{ name: `${stack}_app`, mode: 'replicated', desired: 1, image: sh.image }])
    expect(tasks).toMatchObject([{ service: `${stack}_app`, slot: '1', container, taskHash: services[0]?.taskHash }])
  })

  it('an event names service, slot, task and container', async () => {
    const [task] = await swarm.tasks(stack)

    expect(events.find(({ kind }) => kind === 'start')).toMatchObject({
      service: `${stack}_app`,
      slot: '1',
      task: task?.id,
      container,
    })
  })
})

describe('a container', () => {
  it.each([
    [[sh.program, '-c', 'echo out; echo err >&2; exit 5'], {}, { exitCode: 5, stdout: 'out\n', stderr: 'err\n' }],
    [['cat'], { input: 'x'.repeat(300_000) }, { exitCode: 0, stdout: 'x'.repeat(300_000) }],
    [[sh.program, '-c', 'echo "$A"'], { env: { A: 'b c' } }, { exitCode: 0, stdout: 'b c\n' }],
    [['/nope'], {}, { exitCode: 127, stdout: '' }],
  ])('runs %j', async (command, options, result) => {
    expect(await swarm.exec(container, command, options)).toMatchObject(result)
  })

  it.each([
    ['B-02: a vanished container is an error, never an empty answer', 'abcdef', sh.yes, 'CONTAINER_GONE'],
    ['a program that does not end is an error', '', 'sleep', 'EXEC_TIMED_OUT'],
  ])('%s', async (_, id, program, code) => {
    const running = swarm.exec(id || container, [program, '60'], { timeoutMs: 200 })

    await expect(running).rejects.toMatchObject({ code })
  })

  it('gives back a file as it was written, follows links, and knows no file that is not there', async () => {
    await swarm.writeFile(container, '/tmp/gr\u00fc\u00df', Buffer.from('grüß\n'))
    await swarm.exec(container, ['ln', '-s', '/tmp/gr\u00fc\u00df', '/tmp/link'])
    const read = async (path: string) => (await swarm.readFile(container, path))?.toString()

    expect(await read('/tmp/link')).toBe('grüß\n')
    expect(await read('/tmp/none')).toBeUndefined()
    await expect(swarm.readFile(container, '/tmp')).rejects.toMatchObject({ code: 'NOT_A_FILE' })
    await expect(swarm.writeFile(container, '/none/x', Buffer.from(''))).rejects.toMatchObject({
      code: 'FOLDER_MISSING',
    })
  })

  it('tells its log, environment and memory', async () => {
    expect([...(await swarm.logs(container, 5))].sort()).toEqual(['one', 'two'])
    expect(await swarm.inspectContainer(container)).toMatchObject({ running: true, env: { GREETING: 'a=b' } })
    expect(await swarm.memoryOf(container)).toBeGreaterThan(0)
    expect(await swarm.inspectContainer('abcdef')).toBeUndefined()
  })
})

describe('belongings', () => {
  it('K-16: lists all of a stack by label or name, and nothing of a stack whose name only starts the same', async () => {
    await swarm.createSecret({ name: `${stack}_pw_v1`, stack, value: 'x' })
    await swarm.createSecret({ name: `${longer}_pw_v1`, stack: longer, value: 'x' })
    await swarm.createVolume(`${stack}_data`, stack)
    await docker('volume', 'create', `${stack}_unlabelled`)
    await docker('volume', 'create', `${longer}_unlabelled`)
    const companion = await swarm.startCompanion({
      stack,
      name: `${stack}-companion`,
      image: sh.image,
      command: ['sleep', '300'],
      volumes: [{ volume: `${stack}_data`, path: '/data', readOnly: true }],
    })

    const found = await swarm.belongings(stack)

    expect(found.secrets).toEqual([`${stack}_pw_v1`])
    expect([...found.volumes].sort()).toEqual([`${stack}_data`, `${stack}_unlabelled`])
    expect(found.containers).toEqual(expect.arrayContaining([companion, container]))
    expect((await swarm.belongings(longer)).volumes).toEqual([`${longer}_unlabelled`])
    expect(await swarm.stacks()).toEqual(expect.arrayContaining([stack, longer]))
  })

  it('a thing in use says so, one that is gone is no error, a secret is never overwritten', async () => {
    await expect(swarm.remove('volumes', `${stack}_data`)).rejects.toMatchObject({ code: 'STILL_IN_USE' })
    await expect(swarm.createSecret({ name: `${stack}_pw_v1`, stack, value: 'y' })).rejects.toMatchObject({
      code: 'SECRET_EXISTS',
    })
    await swarm.remove('volumes', `${stack}_none`)
    await swarm.remove('secrets', `${stack}_none`)
  })
})

describe('images', () => {
  it('D-06: a pull that fails gives the registry’s own words', async () => {
    await expect(swarm.pull('cc-ci.invalid/nothing:1')).rejects.toMatchObject({
      code: 'IMAGE_PULL_FAILED',
      message: expect.stringContaining('cc-ci.invalid'),
    })
    expect(await swarm.imageId('cc-ci.invalid/nothing:1')).toBeUndefined()
    expect(await swarm.imageId(sh.image)).toMatch(/^sha256:/)
  })
})

describe('without Docker', () => {
  it.each([
    ['unix:///nowhere/docker.sock', 'DOCKER_UNREACHABLE', 3],
    ['tcp://127.0.0.1:1', 'DOCKER_UNREACHABLE', 3],
    ['nonsense', 'DOCKER_HOST_INVALID', 2],
  ])('%s: %s, with the remedy', async (host, code, exitCode) => {
    const asked = new DockerSwarm({ dockerHost: host }).describe()

    await expect(asked).rejects.toMatchObject({ code, exitCode, hint: expect.any(String) })
  })
})

describe('HttpsProbe', () => {
  const target = { domain: 'nobody.ci.example.test', path: '/', timeoutMs: 3_000 }

  it('V-11: a proxy that does not know the domain answers 404 over a verified connection', async () => {
    const answer = await new HttpsProbe({ proxy }).get(target)

    expect(answer).toMatchObject({ answered: true, status: 404, verifiedTls: true })
  })

  it('V-12: a certificate that cannot be verified, a refused port and a silent one are no answers', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number }
    const why = async (address: string, timeoutMs: number) =>
      new HttpsProbe({ proxy: { address, caFile: undefined } }).get({ ...target, timeoutMs })

    expect(await why(proxy.address, 3_000)).toMatchObject({
      answered: false,
      why: expect.stringContaining('certificate'),
    })
    expect(await why('127.0.0.1:1', 3_000)).toMatchObject({ answered: false, why: expect.stringContaining('REFUSED') })
    expect(await why(`127.0.0.1:${port}`, 100)).toMatchObject({ answered: false, why: 'no answer within 0.1 s' })
    silent.close()
  })
})
