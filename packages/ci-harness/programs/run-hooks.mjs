// Loads a hooks file in TypeScript or JavaScript; lists what it exports, or calls one hook. It is told what to do on
// standard input and writes its answer into a file, so that nothing travels by arguments or mixes with what a hook prints.
import { readFileSync, writeFileSync } from 'node:fs'
import { createJiti } from 'jiti'

const { file, call, context, withPage, overlay, answer } = JSON.parse(readFileSync(0, 'utf8'))

function freeze(value) {
  if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) freeze(each)
    Object.freeze(value)
  }
  return value
}

/** Where the page is in the end, and what another browser needs to be there as the same visitor. */
async function visit(hook, { live }) {
  const page = await live.page()
  try {
    await page.goto(live.baseUrl)
    await hook(page, freeze(context))
    return { url: page.url(), storage: await page.context().storageState() }
  } finally {
    await page.close()
  }
}

async function work() {
  const jiti = createJiti(import.meta.url, { alias: { '@cc-ci/ci-harness/overlay': overlay }, fsCache: false })
  const module = await jiti.import(file)
  if (withPage) return { value: await visit(module[call], await jiti.import(overlay)) }
  if (call !== undefined) return { value: (await module[call](freeze(context))) ?? null }
  const names = Object.keys(module).filter((name) => name !== 'default' && !name.startsWith('_'))
  return {
    names: names.map((name) => {
      const value = module[name]
      return { name, parameters: typeof value === 'function' ? value.length : null }
    }),
  }
}

try {
  writeFileSync(answer, JSON.stringify(await work()), { mode: 0o600 })
} catch (error) {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const place = String(error?.stack ?? '')
    .split('\n')
    .find((line) => line.includes(file))
  writeFileSync(answer, JSON.stringify({ error: message, place: place?.trim() ?? null }))
}
process.exit(0)
