import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'
import { documentNames, jsonSchemaOf } from '../packages/contracts/src/json-schemas.js'

// Writes packages/contracts/schemas/*.json from the zod schemas; with --check only says whether they differ.
const folder = new URL('../packages/contracts/schemas/', import.meta.url)
const check = process.argv.includes('--check')
$.verbose = false
$.cwd = fileURLToPath(new URL('..', import.meta.url))
mkdirSync(folder, { recursive: true })

const expected = new Map<string, string>()
for (const name of documentNames) {
  const file = `${name}.json`
  const path = `packages/contracts/schemas/${file}`
  const text = JSON.stringify(jsonSchemaOf(name), null, 2)
  expected.set(file, (await $({ input: text })`pnpm exec biome format --stdin-file-path=${path}`).stdout)
}

const present = readdirSync(folder).filter((file) => file.endsWith('.json'))
const stale = [
  ...[...expected].filter(([file, text]) => !present.includes(file) || read(file) !== text).map(([file]) => file),
  ...present.filter((file) => !expected.has(file)),
]

if (check && stale.length > 0) {
  console.error(`packages/contracts/schemas differs from the code: ${stale.join(', ')}`)
  console.error('Try this: pnpm --filter @cc-ci/contracts generate')
  process.exitCode = 1
}
if (!check) {
  for (const file of stale) {
    const text = expected.get(file)
    if (text === undefined) rmSync(new URL(file, folder))
    else writeFileSync(new URL(file, folder), text)
  }
}
if (process.exitCode !== 1)
  console.log(`${expected.size} schemas, ${check ? 'none differs' : `${stale.length} written`}`)

function read(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8')
}
