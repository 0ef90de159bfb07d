import { simulate } from '../../packages/watchdog/src/testing/index.js'

// Virtual days of agents, hosts and sensors that fail, by seeds: `soak.ts [seeds] [days] [first seed]`.
const [seeds = 1000, days = 14, first = 1] = process.argv.slice(2).map(Number)
const began = performance.now()
const actions: Record<string, number> = {}
let broken = 0

for (let seed = first; seed < first + seeds; seed += 1) {
  const report = simulate({ seed, days })
  for (const [kind, count] of Object.entries(report.actions)) actions[kind] = (actions[kind] ?? 0) + count
  if (report.breaches.length > 0) broken += 1
  for (const breach of report.breaches) process.stdout.write(`seed ${seed}: ${breach}\n`)
  const perSecond = (1000 * (seed - first + 1)) / (performance.now() - began)
  if (seed % 10 === 0) process.stdout.write(`${seed - first + 1} seeds, ${perSecond.toFixed(2)} seeds/s\n`)
}
const perSecond = (1000 * seeds) / (performance.now() - began)
process.stdout.write(`${seeds} seeds × ${days} days: ${broken} with a breach, ${perSecond.toFixed(2)} seeds/s\n`)
process.stdout.write(`${JSON.stringify(actions)}\n`)
process.exitCode = broken === 0 ? 0 : 1
