import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { bedPaths } from '../src/bed-paths.js'
import { dockerShell } from '../src/engine/docker-shell.js'
import { swarmState } from '../src/engine/swarm.js'
import { down, startNode, type TestNode, up } from '../src/index.js'
import { waitUntil } from '../src/wait-until.js'

const nodes: TestNode[] = []

async function node(...args: Parameters<typeof startNode>): Promise<TestNode> {
  const started = await startNode(...args)
  nodes.push(started)
  return started
}

afterEach(async () => {
  await Promise.all(nodes.splice(0).map((one) => one.stop()))
}, 60_000)

describe('a throw-away engine', () => {
  it('serves its published port again after its dockerd was killed and restarted', async () => {
    const { dockerHost, address, ...engine } = await node('killed', { images: ['nginx:1.27.0'] })
    await dockerShell(dockerHost)`docker service create -d --no-resolve-image --name web -p 8080:80 nginx:1.27.0`
    const served = async () => (await fetch(`http://${address}:8080/`).catch(() => undefined))?.ok ?? false
    await waitUntil('the service', served, { seconds: 30 })
    await engine.kill9()
    await expect(dockerShell(dockerHost)`docker version`).rejects.toThrow('Cannot connect to the Docker daemon')
    await engine.restart()
    expect(await waitUntil('the service again', served, { seconds: 60 })).toBe(true)
  }, 180_000)

  it('runs full when it was given little room', async () => {
    await expect(node('full', { images: ['debian:bookworm-slim'], dataRootTmpfsMb: 100 })).rejects.toThrow(
      'no space left',
    )
  }, 120_000)

  it('leaves no process, link or folder behind', async () => {
    const engine = await node('short-lived')
    const pid = engine.pid
    expect(existsSync(`/proc/${pid}`)).toBe(true)
    await engine.stop()
    expect([`/proc/${pid}`, engine.dataRoot].filter(existsSync)).toEqual([])
  }, 60_000)
})

describe('a bed in an engine that was there before', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bed-'))
  const paths = bedPaths({ CC_CI_TESTBED_DIR: join(folder, 'data'), CC_CI_TESTBED_POINTER: join(folder, 'pointer') })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it.each([
    { found: 'without a Swarm', swarm: 'inactive', networks: [] },
    { found: 'with a Swarm and a proxy network', swarm: 'active', networks: ['proxy'] },
  ])(
    'is added to one $found, and taken away to leave it as it was',
    async ({ swarm, networks }) => {
      const { dockerHost } = await node('system', { images: ['cc-ci/testbed-proxy'] })
      const $d = dockerShell(dockerHost)
      if (swarm === 'inactive') await $d`docker swarm leave --force`
      const endpoint = await up({ dockerHost }, paths)
      expect(endpoint).toMatchObject({
        kind: 'system',
        dockerHost,
        proxy: { address: expect.stringMatching(/:18443$/) },
      })
      expect(existsSync(endpoint.proxy.caFile ?? '')).toBe(true)
      await down(paths)
      expect(await swarmState($d)).toBe(swarm)
      expect((await $d`docker ps -aq`).stdout + (await $d`docker volume ls -q`).stdout).toBe('')
      const names = (await $d`docker network ls --format ${'{{.Name}}'}`).stdout.split('\n')
      expect(names.filter((name) => name === 'proxy')).toEqual(networks)
      expect(existsSync(paths.dataDir)).toBe(false)
    },
    180_000,
  )
})
