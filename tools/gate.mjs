// The whole gate from a bare clone: what a contributor runs is what CI runs.
import { chromium, curl, git, installPrograms, pytest } from './system-packages.mjs'
import { pnpm, step } from './with-pnpm.mjs'

const quiet = { quiet: true }
const script = (name) => () => pnpm([name], quiet)

await step('install packages', () => pnpm(['install', '--frozen-lockfile', '--reporter=append-only'], quiet))
// Browser tests need Chromium, overlays curl and pytest; where they cannot be installed, the tests say what is missing.
await step('system packages', () => installPrograms(chromium, curl, git, pytest))
await step('build', script('build'))
await Promise.all([
  step('test bed', () => pnpm(['testbed', 'up', '--nested', 'all'], quiet)),
  step('example recipes', script('examples')),
  (async () => {
    await step('format and lint', script('lint'))
    await step('types', script('typecheck'))
    await step('boundaries', script('boundaries'))
    await step('unused code', script('unused'))
    await step('size', script('size'))
    await step('packaging', script('packaging'))
  })(),
])
const { exitCode } = await pnpm(['exec', 'vitest', 'run'])
process.exitCode = exitCode
