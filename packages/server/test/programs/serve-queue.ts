import { join } from 'node:path'
import { childRunner } from '../../src/adapters/child-runner.js'
import { openServerStore } from '../../src/adapters/open-server-store.js'
import { createRunQueue } from '../../src/queue/run-queue.js'
import { exampleOrder, pullRequest } from '../../src/testing/index.js'

/**
 * A server that is only a queue: takes up what is left, queues a run for each recipe that is named, says what becomes
 * of them, and ends when nothing is left to do.
 */
const [folder = '', program = '', ...recipes] = process.argv.slice(2)
const store = openServerStore(join(folder, 'server.db'))
const runsDir = join(folder, 'runs')
const queue = createRunQueue({
  store,
  runner: childRunner({
    ...{ program: process.execPath, args: [program], cwd: folder, runsDir, spool: join(folder, 'spool') },
    environment: process.env,
  }),
  capacity: 4,
  clock: { now: () => new Date() },
  report: () => [],
  onChange: (change) => {
    const what = change.kind === 'event' ? change.event.type : change.kind
    process.stdout.write(`${what} ${change.run.recipe} ${change.run.attempt}\n`)
  },
})
const alive = setInterval(() => undefined, 60_000)
await queue.resume()
for (const [index, recipe] of recipes.entries()) {
  queue.enqueue(exampleOrder({ recipe, pullRequest: pullRequest(index + 1) }))
}
await queue.idle()
store.close()
clearInterval(alive)
