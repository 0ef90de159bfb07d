import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startNode, type TestNode } from '../../../testbed/src/index.js'
import { ccCi } from './built-program.js'
import { testWorkspace } from './workspace.js'

async function attempt(dockerHost: string, ...args: string[]) {
  const workspace = await testWorkspace(onTestFinished, { dockerHost })
  const { exitCode, stdout } = await ccCi(['test', 'custom-html', '--json', ...args], {
    cwd: workspace.folder,
    env: workspace.env,
  })
  return { exitCode, left: workspace.leftovers(), error: JSON.parse(stdout).error }
}

describe('without a Docker', () => {
  it.each([
    ['whose socket is not there', 'unix:///nowhere/docker.sock', 'DOCKER_UNREACHABLE', 3],
    ['that listens nowhere', 'tcp://127.0.0.1:1', 'DOCKER_UNREACHABLE', 3],
    ['whose address is none', 'ftp://x', 'DOCKER_HOST_INVALID', 2],
  ])('%s', async (_, dockerHost, code, exitCode) => {
    const ran = await attempt(dockerHost)
    expect(ran).toMatchObject({ exitCode, left: [], error: { code, exitCode, hint: expect.any(String) } })
  })
})

describe('with a Docker that is not ready', () => {
  let node: TestNode
  const docker = (...args: string[]) => execFileSync('docker', ['--host', node.dockerHost, ...args])

  beforeAll(async () => {
    node = await startNode('cli', { dataRootTmpfsMb: 512 })
  }, 300_000)
  afterAll(() => node?.stop(), 60_000)

  // One node, taken apart step by step: starting a Docker takes longer than all these checks.
  it('is short of disk, lacks the proxy network, and has no Swarm: each has its code and leaves nothing', async () => {
    const judged = async (code: string) =>
      expect(await attempt(node.dockerHost)).toMatchObject({
        exitCode: 3,
        left: [],
        error: { code, hint: expect.any(String) },
      })
    await judged('DISK_SHORT')
    docker('network', 'rm', 'proxy')
    await judged('PROXY_NETWORK_MISSING')
    docker('swarm', 'leave', '--force')
    await judged('SWARM_INACTIVE')
  }, 120_000)
})
