import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openServerStore } from '../../packages/server/src/adapters/open-server-store.js'
import { createRunQueue } from '../../packages/server/src/queue/run-queue.js'
import { exampleOrder, PlayedRunner, pullRequest } from '../../packages/server/src/testing/index.js'
import { describeMachine } from '../machine.js'

const size = { runs: 1000, recipes: 40, capacity: 8 }
const green = { verdict: 'green', level: 5, fault: null, stopped: null } as const
const say = (text: string): boolean => process.stdout.write(`${text}\n`)

interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
}

async function measure(work: () => void | Promise<void>): Promise<Cost> {
  const [begun, used] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(used)
  return { wallMs: performance.now() - begun, cpuMs: (user + system) / 1000 }
}

function tell(what: string, { wallMs, cpuMs }: Cost, runs = size.runs): void {
  const each = (ms: number): string => `${(ms / runs).toFixed(2)} ms`
  say(
    `  ${what.padEnd(42)} ${each(wallMs)} a run, ${each(cpuMs)} of them processor; ${(wallMs / 1000).toFixed(1)} s in all`,
  )
}

/** A runner whose runs end as soon as they have begun: what is measured is the queue alone. */
class InstantRunner extends PlayedRunner {
  override async start(...asked: Parameters<PlayedRunner['start']>): ReturnType<PlayedRunner['start']> {
    const running = await super.start(...asked)
    setImmediate(() => this.end(asked[0].seq, green))
    return running
  }
}

const folder = mkdtempSync(join(tmpdir(), 'cc-ci-bench-server-'))
const store = openServerStore(join(folder, 'server.db'))
try {
  say(`${size.runs} queued runs of ${size.recipes} recipes, ${size.capacity} at once, on ${describeMachine()}`)
  const runner = new InstantRunner()
  const options = { store, runner, clock: { now: () => new Date() }, ...size, report: () => [] }
  const waiting = createRunQueue(options)
  const enqueueAll = (): void => {
    for (let number = 1; number <= size.runs; number += 1) {
      waiting.enqueue(exampleOrder({ recipe: `recipe-${number % size.recipes}`, pullRequest: pullRequest(number) }))
    }
  }
  tell('order them, one by one', await measure(enqueueAll))
  tell('place and time of each', await measure(() => void waiting.estimates()), 1)
  const queue = createRunQueue(options)
  tell('run them', await measure(() => queue.resume().then(() => queue.idle())))
} finally {
  store.close()
  rmSync(folder, { recursive: true, force: true })
}
