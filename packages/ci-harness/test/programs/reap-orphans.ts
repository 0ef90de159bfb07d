import { ExecaProcessRunner, FlockLeaseStore, SystemClock } from '@cc-ci/kernel'
import { DockerSwarm } from '../../src/adapters/docker-swarm.js'
import { SwarmEngine } from '../../src/adapters/swarm-engine.js'
import { reapOrphans } from '../../src/run/janitor.js'

const [folder = '', zone = '', dockerHost = ''] = process.argv.slice(2)
const { PATH = '', HOME = '' } = process.env
const report = await reapOrphans(
  { zone, own: `wiki-000000.${zone}` },
  {
    clock: new SystemClock(),
    leases: new FlockLeaseStore(folder),
    swarm: new DockerSwarm({ dockerHost }),
    engine: new SwarmEngine({
      processes: new ExecaProcessRunner(),
      clientEnv: { PATH, HOME, DOCKER_HOST: dockerHost },
    }),
  },
)
process.stdout.write(JSON.stringify(report))
