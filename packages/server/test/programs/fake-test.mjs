// Stands in for `cc-ci test <recipe> … --json`: leaves a run folder as that does, and ends as the recipe's name says.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

const [, recipe, ...flags] = process.argv.slice(2)
const runsDir = flags.find((flag) => flag.startsWith('--runs-dir='))?.slice('--runs-dir='.length) ?? ''
const template = JSON.parse(readFileSync(process.env.FAKE_RESULT ?? '', 'utf8'))
appendFileSync(join(runsDir, '..', 'calls'), `${process.pid} ${recipe} ${flags.join(' ')}\n`)

const print = (document) => process.stdout.write(`${JSON.stringify(document)}\n`)
const fail = (error) => {
  print({ error })
  process.exit(error.exitCode)
}

if (recipe === 'unknown') fail({ code: 'RECIPE_UNKNOWN', message: 'No such recipe.', hint: 'Enrol it.', exitCode: 2 })
if (recipe === 'no-docker') fail({ code: 'DOCKER_UNREACHABLE', message: 'Docker does not answer.', exitCode: 3 })
if (flags.includes('--plan')) {
  process.stderr.write('install, then upgrade\n')
  print({ plans: [{ recipe }] })
  process.exit(0)
}

const runId = String(readdirSync(runsDir).length + 1)
const folder = join(runsDir, runId)
mkdirSync(folder)
const emit = (body) => appendFileSync(join(folder, 'events.jsonl'), `${JSON.stringify({ at: 1, runId, ...body })}\n`)
emit({ type: 'run.started', recipe, ref: 'a91b77d', domain: 'note.ci.test', folder, capacity: 2 })
if (process.env.CC_CI_FOLDER_FILE !== undefined && recipe !== 'silent') {
  writeFileSync(`${process.env.CC_CI_FOLDER_FILE}.part`, `${folder}\n`)
  renameSync(`${process.env.CC_CI_FOLDER_FILE}.part`, process.env.CC_CI_FOLDER_FILE)
}
emit({ type: 'tier.started', tier: 'install' })
appendFileSync(join(folder, 'events.jsonl'), 'no event\n')

function end(more = {}) {
  const result = { ...template, runId, recipe, ...more }
  emit({ type: 'run.finished', verdict: result.verdict, level: result.level })
  writeFileSync(join(folder, 'results.json'), JSON.stringify(result))
  if (recipe !== 'dies-late') print(result)
  process.exit(0)
}

const faultOf = (code) => ({ class: 'infra', code, tier: null, service: null, evidence: 'The host.', logs: [] })

process.on('SIGTERM', () => end({ verdict: 'error', level: 0, stopped: 'cancelled' }))
if (recipe === 'dies') process.kill(process.pid, 'SIGKILL')
if (recipe.startsWith('infra ')) end({ verdict: 'error', level: 0, fault: faultOf(recipe.slice('infra '.length)) })
if (!recipe.startsWith('waits')) end()

// Until the test lets it go on.
const go = join(runsDir, '..', 'go')
watch(join(runsDir, '..'), () => existsSync(go) && end())
if (existsSync(go)) end()
setInterval(() => undefined, 60_000)
