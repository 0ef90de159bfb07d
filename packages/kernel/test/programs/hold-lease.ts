import { spawn } from 'node:child_process'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { FlockLeaseStore } from '@cc-ci/kernel'

const [folder = '', name = '', ...wishes] = process.argv.slice(2)
process.on('SIGINT', () => process.stdout.write('interrupted\n'))
process.stdin.resume() // lives until it is killed

await new FlockLeaseStore(folder).acquire(name, { holder: 'another run' })
if (wishes.includes('collect-garbage')) {
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.()
    await nextTurn()
  }
}
if (wishes.includes('start-child')) {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
  process.stdout.write(`child ${child.pid}\n`)
}
process.stdout.write('held\n')
