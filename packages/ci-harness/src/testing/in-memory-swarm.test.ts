import { ManualClock } from '@cc-ci/kernel/testing'
import { swarmContract } from '../../test/swarm.contract.js'
import { InMemorySwarm } from './in-memory-swarm.js'

swarmContract('InMemorySwarm', () => {
  const clock = new ManualClock()
  const swarm = new InMemorySwarm({ clock })
  swarm.addImage('app:1', { local: 'sha256:1' })
  swarm.networks.set('proxy', { driver: 'overlay', attachable: true, subnets: [] })
  return {
    swarm,
    clock,
    image: 'app:1',
    freshStack: () => 'wiki-0a1b2c_ci_test',
    deploy: async (stack) =>
      swarm.addStack(stack, { services: ['app'], volumes: ['data'], secrets: ['pw'], networks: ['internal'] }),
  }
})
