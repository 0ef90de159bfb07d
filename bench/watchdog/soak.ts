import { setImmediate } from 'node:timers/promises'
import { simulate } from '../../packages/watchdog/src/testing/index.js'

// Virtual days of agents, hosts and sensors that fail, by seeds: `soak.ts [seeds] [days] [first seed]`. An interrupt ends
// it after the seed that is being played, with the totals of all that were, and says how to go on.
const [seeds = 1000, days = 14, first = 1] = process.argv.slice(2).map(Number)
const began = performance.now()
const actions: Record<string, number> = {}
let played = 0
let ticks = 0
let broken = 0
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (interrupted = true))

while (played < seeds && !interrupted) {
  const seed = first + played
  const report = simulate({ seed, days })
  for (const [kind, count] of Object.entries(report.actions)) actions[kind] = (actions[kind] ?? 0) + count
  if (report.breaches.length > 0) broken += 1
  for (const breach of report.breaches) process.stdout.write(`seed ${seed}: ${breach}\n`)
  played += 1
  ticks += report.ticks
  if (played % 10 === 0) process.stdout.write(`${played} seeds, ${pace()}\n`)
  await setImmediate()
}
process.stdout.write(`seeds ${first} to ${first + played - 1}, ${days} days each, ${ticks} ticks: `)
process.stdout.write(`${broken} with a breach, ${pace()}\n`)
process.stdout.write(`${JSON.stringify(actions)}\n`)
if (played < seeds) process.stdout.write(`go on: soak.ts ${seeds - played} ${days} ${first + played}\n`)
process.exitCode = broken === 0 ? 0 : 1

function pace(): string {
  return `${((1000 * played) / (performance.now() - began)).toFixed(2)} seeds/s`
}
