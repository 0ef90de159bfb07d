import { openHistory } from '../../packages/results-ux/src/site.js'

// Started by run.ts with a folder of runs: the memory of a process that has nothing but the history of it open.
const runsFolder = process.argv[2] ?? '.'
const before = process.memoryUsage().rss
const history = openHistory(runsFolder)
history.fleet()
history.changes({ limit: 200 })
const held = process.memoryUsage().rss
process.stdout.write(JSON.stringify({ before, held }))
history.close()
