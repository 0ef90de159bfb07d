// What an agent of the phase walk does when it is told "Do turn <n>": the lines of <n>.json, one after the other, and
// <n>.done.json says how each ended. Commands of `cc-ci phase` are those of the built program, all in this one process,
// which spares a start of it for each.
import { spawnSync } from 'node:child_process'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [, , folder] = process.argv
const turn = /Do turn (\d+)/.exec(process.env.FAKE_AGENT_PROMPT)[1]
const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const ended = []
for (const line of JSON.parse(readFileSync(join(folder, `${turn}.json`), 'utf8'))) {
  ended.push({ line: line.join(' '), exitCode: await run(line) })
}
const file = join(folder, `${turn}.done.json`)
writeFileSync(`${file}.new`, JSON.stringify(ended))
renameSync(`${file}.new`, file)

async function run([program, ...args]) {
  if (program !== 'phase') return spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status
  const [name, ...argv] = args
  const { default: Command } = await import(`${root}/dist/commands/phase/${name}.js`)
  process.exitCode = undefined
  await Command.run(argv, { root })
  const exitCode = process.exitCode ?? 0
  process.exitCode = undefined
  return exitCode
}
