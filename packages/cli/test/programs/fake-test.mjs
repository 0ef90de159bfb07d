// Stands in for `cc-ci test <recipe> --pr=<n> … --json`: leaves a run folder as that does, from the result.json of the
// workspace; with --keep it goes on until it is asked to end.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const [, recipe, ...flags] = process.argv.slice(2)
const flagOf = (name) => flags.find((flag) => flag.startsWith(`--${name}=`))?.slice(name.length + 3)
const pr = Number(flagOf('pr'))
const runId = `${recipe}-${pr}`
const folder = join(resolve(flagOf('runs-dir')), runId)
const now = Date.now() / 1000

mkdirSync(folder, { recursive: true })
const emit = (event) =>
  appendFileSync(join(folder, 'events.jsonl'), `${JSON.stringify({ at: now, runId, ...event })}\n`)
emit({ type: 'run.started', recipe, ref: 'a91b77d', domain: 'wiki.ci.test', folder, capacity: 1 })
writeFileSync(`${process.env.CC_CI_FOLDER_FILE}.part`, `${folder}\n`)
renameSync(`${process.env.CC_CI_FOLDER_FILE}.part`, process.env.CC_CI_FOLDER_FILE)
emit({ type: 'tier.started', tier: 'install' })

function end(more = {}) {
  const result = { ...JSON.parse(readFileSync('result.json', 'utf8')), runId, recipe, pr, finished: now, ...more }
  emit({ type: 'run.finished', verdict: result.verdict, level: result.level })
  writeFileSync(join(folder, 'results.json'), JSON.stringify(result))
  process.stdout.write(`${JSON.stringify(result)}\n`)
  process.exit(0)
}

process.on('SIGTERM', () => end({ verdict: 'error', level: 0, stopped: 'cancelled' }))
if (flagOf('keep') === undefined) end()
// A run outlives its server; this one does not outlive the folder of its test.
setInterval(() => existsSync('result.json') || process.exit(1), 500)
