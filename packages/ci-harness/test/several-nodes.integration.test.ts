import { execFileSync } from 'node:child_process'
import { SystemClock } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startNode, type TestNode } from '../../../testbed/src/index.js'
import { leaseContract } from '../../kernel/test/lease.contract.js'
import { chooseLeases } from '../src/adapters/choose-leases.js'
import { DockerSwarm } from '../src/adapters/docker-swarm.js'
import { stackNameOf } from '../src/recipe/names.js'
import { reapOrphans } from '../src/run/janitor.js'
import { bedEndpoint } from './docker-swarm-bed.js'

const bed = bedEndpoint()
const nodes: TestNode[] = []
type Node = Pick<TestNode, 'dockerHost'> | undefined
const docker = (node: Node, ...args: string[]): string =>
  execFileSync('docker', ['--host', node?.dockerHost ?? '', ...args], { encoding: 'utf8' }).trim()

// Two Docker Engines in network namespaces of their own, as two managers of one Swarm.
beforeAll(async () => {
  nodes.push(await startNode('lease-a'), await startNode('lease-b'))
  const [one, other] = nodes
  docker(other, 'swarm', 'leave', '--force')
  const token = docker(one, 'swarm', 'join-token', '--quiet', 'manager')
  docker(other, 'swarm', 'join', '--token', token, '--advertise-addr', other?.address ?? '', `${one?.address}:2377`)
}, 300_000)
afterAll(async () => {
  for (const node of nodes.reverse()) await node.stop()
}, 60_000)

/** What a run on a node of the Swarm takes its leases from. */
function leasesOn(node: Node) {
  const dockerHost = node?.dockerHost ?? ''
  const swarm = new DockerSwarm({ dockerHost })
  return chooseLeases({ swarm, dockerHost, folder: temporaryFolder(onTestFinished), clock: new SystemClock() })
}

describe('two nodes of one Swarm', () => {
  it('have leases in common as config objects, and one node alone has none', async () => {
    const name = 'blog-0a1b2c.example.org'
    const configs = (node: Node) => docker(node, 'config', 'ls', '--format', '{{.Name}}')
    const lease = await leasesOn(nodes[0]).acquire(name, { holder: 'run 1' })
    const seen = configs(nodes[1])
    await lease.release()
    const alone = await leasesOn(bed).acquire(name, { holder: 'run 1' })

    expect([seen, configs(nodes[1]), configs(bed)]).toEqual([
      `cc-ci-lease.${name}`,
      '',
      expect.not.stringContaining(name),
    ])
    await alone.release()
  })

  it('K-02: a run on one node leaves the app of a run on the other alone, and reaps it when that has ended', async () => {
    const zone = `k${process.pid}.test`
    const domain = `blog-0a1b2c.${zone}`
    const stack = stackNameOf({}, domain)
    const [one, other] = nodes.map((node) => ({ leases: leasesOn(node), swarm: new DockerSwarm(node) }))
    if (one === undefined || other === undefined) throw new Error('there are two nodes')
    const lease = await one.leases.acquire(domain, { holder: 'run 1' })
    await one.swarm.createSecret({ name: `${stack}_pw_v1`, stack, value: 'x' })
    const reap = () => {
      const engine = { undeploy: async () => undefined }
      return reapOrphans({ zone, own: `wiki-000000.${zone}` }, { ...other, engine, clock: new SystemClock() })
    }

    expect([await reap(), await one.swarm.secretNames()]).toEqual([{ reaped: [], notes: [] }, [`${stack}_pw_v1`]])
    await lease.release()
    expect([await reap(), await one.swarm.secretNames()]).toEqual([{ reaped: [domain], notes: [] }, []])
  })

  leaseContract('SwarmLeaseStore, asked through two managers,', () => {
    const left = docker(nodes[0], 'config', 'ls', '--quiet', '--filter', 'label=cc-ci.lease')
    if (left !== '') docker(nodes[0], 'config', 'rm', ...left.split('\n'))
    return [leasesOn(nodes[0]), leasesOn(nodes[1])]
  })
})
