import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { RuleApplier } from './apply-rules.js'
import { planRules } from './plan-rules.js'
import { readSwarm } from './read-swarm.js'

const pollMs = 200

const { values } = parseArgs({
  options: {
    socket: { type: 'string', default: '' },
    namespaces: { type: 'string', default: '' },
    engine: { type: 'string', default: '' },
  },
})

/** Keeps the rules equal to what Swarm says for as long as the engine's process lives. */
async function main(): Promise<void> {
  const applier = new RuleApplier(values.namespaces)
  let stopped = false
  process.once('SIGTERM', () => {
    stopped = true
  })
  log(`standing in for IPVS on ${values.socket}`)
  while (!stopped && existsSync(`/proc/${values.engine}`)) {
    await synchronise(applier).catch(logOnce)
    await sleep(pollMs)
  }
  await applier.clear()
  log('ended')
}

/** A namespace may vanish between reading and writing; that must not keep the others waiting. */
async function synchronise(applier: RuleApplier): Promise<void> {
  const [swarm, gateway] = await Promise.all([readSwarm(values.socket), applier.gateway()])
  for (const plan of planRules({ ...swarm, gateway })) {
    const changed = await applier.apply(plan).catch(logOnce)
    if (changed) log(`programmed ${plan.namespace} ${plan.vips.join(' ')}`)
  }
}

let lastProblem = ''

function logOnce(error: unknown): void {
  const problem = String(error).split('\n').slice(0, 2).join(' ')
  if (problem !== lastProblem) log(problem)
  lastProblem = problem
}

function log(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`)
}

await main()
