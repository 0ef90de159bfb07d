import { appendFileSync } from 'node:fs'
import { FlockLeaseStore, SystemClock } from '@cc-ci/kernel'
import { SwarmLeaseStore } from '../../src/adapters/swarm-lease-store.js'

const [dockerHost = '', folder = '', place = '', name = '', log] = process.argv.slice(2)
const clock = new SystemClock()
const local = new FlockLeaseStore(folder)
const store = new SwarmLeaseStore({ dockerHost, local, clock, place: async () => JSON.parse(place) })

const lease = await store.acquire(name, { holder: 'another run' })
process.stdout.write('held\n')
if (log === undefined) {
  process.stdin.resume() // lives until it is killed
} else {
  appendFileSync(log, `begin ${process.pid}\n`)
  await lease.assertHeld()
  appendFileSync(log, `end ${process.pid}\n`)
  await lease.release()
}
