import { readFileSync, rmSync } from 'node:fs'
import { AbstractSocketLocks, SystemClock } from '@cc-ci/kernel'
import { launchOrderSchema } from './runner/launch-order.js'
import { runLoop } from './runner/run-loop.js'

/** The program in a loop's terminal: `loop-runner <launch order>`. */
const [, , file = ''] = process.argv
const order = launchOrderSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
rmSync(file, { force: true })
// Its terminal may be gone before it is; what cannot be shown any more is no reason to leave the agent alone.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)
process.exit(await runLoop(order, { locks: new AbstractSocketLocks(), clock: new SystemClock() }))
