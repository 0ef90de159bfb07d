// The whole gate from a bare clone: what a contributor runs is what CI runs.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, curl, git, installPrograms, pytest, systemd, tmux } from './system-packages.mjs'
import { pnpm, step } from './with-pnpm.mjs'

const quiet = { quiet: true }
const script = (name) => () => pnpm([name], quiet)

await step('install packages', () => pnpm(['install', '--frozen-lockfile', '--reporter=append-only'], quiet))
// Browser tests need Chromium, overlays curl and pytest, loops tmux, units systemd; where they cannot be installed, the tests say what is missing.
await step('system packages', () => installPrograms(chromium, curl, git, pytest, systemd, tmux))
await step('build', script('build'))
// Loops need neither Docker nor what the other steps make; they wait for agents while a bed is laid.
const loops = runTests(['loops'], quiet)
await Promise.all([
  step('test bed', () => pnpm(['testbed', 'up', '--nested', 'all'], quiet)),
  step('example recipes', script('examples')),
  (async () => {
    await step('format and lint', script('lint'))
    await step('types', script('typecheck')) // and the lint rules that need types, in one pass
    await step('boundaries', script('boundaries'))
    await step('unused code', script('unused'))
    await step('size', script('size'))
    await step('packaging', script('packaging'))
  })(),
])
// Runs of recipes mostly wait for Swarm: three rows of tests side by side, each about as long as the others.
const beside = [['e2e', 'left-behind'], ['examples']].map((row) => runTests(row, quiet))
const runs = [await runTests(['unit', 'integration']), ...(await Promise.all([loops, ...beside]))]
for (const { output } of runs) process.stdout.write(output)
const total = (state) => runs.reduce((sum, { counts }) => sum + counts[state], 0)
// Last, so that whoever reads the end of a long log knows what broke.
for (const failure of runs.flatMap(({ counts }) => counts.failures)) process.stdout.write(`failed: ${failure}\n`)
process.stdout.write(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped\n`)
process.exitCode = runs.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0

async function runTests(projects, options) {
  const folder = mkdtempSync(join(tmpdir(), 'cc-ci-counts-'))
  try {
    const only = projects.flatMap((project) => ['--project', project])
    const result = await pnpm(['exec', 'vitest', 'run', ...only], {
      ...options,
      env: { CC_CI_COUNTS: folder, CC_CI_TESTS_FROM_BUILD: '1' },
    })
    const [file] = readdirSync(folder)
    const none = { passed: 0, failed: 0, skipped: 0, failures: [] } // it ended before any test did
    return { ...result, counts: file === undefined ? none : JSON.parse(readFileSync(join(folder, file), 'utf8')) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
