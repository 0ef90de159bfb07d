import { execFileSync } from 'node:child_process'
import { FlockLeaseStore, SystemClock } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startNode, type TestNode } from '../../../testbed/src/index.js'
import { leaseContract } from '../../kernel/test/lease.contract.js'
import { chooseLeases } from '../src/adapters/choose-leases.js'
import { DockerSwarm } from '../src/adapters/docker-swarm.js'
import { readLeasePlace } from '../src/adapters/lease-place.js'
import { SwarmLeaseStore } from '../src/adapters/swarm-lease-store.js'

const nodes: TestNode[] = []
const docker = (node: TestNode | undefined, ...args: string[]): string =>
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
function leasesOn(node: TestNode | undefined) {
  const dockerHost = node?.dockerHost ?? ''
  const folder = temporaryFolder(onTestFinished)
  const local = new FlockLeaseStore(folder)
  const place = () => readLeasePlace(folder, docker(node, 'info', '--format', '{{.Swarm.NodeID}}'))
  const shared = new SwarmLeaseStore({ dockerHost, local, place, clock: new SystemClock() })
  return chooseLeases({ swarm: new DockerSwarm({ dockerHost }), local, shared })
}

describe('two nodes of one Swarm', () => {
  it('are seen by both', async () => {
    const described = nodes.map(({ dockerHost }) => new DockerSwarm({ dockerHost }).describe())

    expect((await Promise.all(described)).map((each) => each.nodes)).toEqual([2, 2])
  })

  leaseContract('SwarmLeaseStore, asked through two managers,', () => {
    const left = docker(nodes[0], 'config', 'ls', '--quiet', '--filter', 'label=cc-ci.lease')
    if (left !== '') docker(nodes[0], 'config', 'rm', ...left.split('\n'))
    return [leasesOn(nodes[0]), leasesOn(nodes[1])]
  })
})
