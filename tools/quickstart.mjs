// From a bare clone to a tested recipe: installs, builds, finds or starts a Swarm, and runs the main job once.
import { chromium, installPrograms } from './system-packages.mjs'
import { pnpm, run, step } from './with-pnpm.mjs'

const recipe = process.argv[2] ?? 'guestbook'

// Beside the packages, because the test bed needs apt for itself.
await Promise.all([
  step('install packages', () => pnpm(['install', '--frozen-lockfile', '--reporter=append-only'], { quiet: true })),
  step('Chromium, for screenshots', () => installPrograms(chromium).then(whateverCame)),
])
await Promise.all([
  step('build', () => pnpm(['build'], { quiet: true })),
  step('example recipes', () => pnpm(['examples'], { quiet: true })),
  step('Docker Swarm, proxy and images', () => pnpm(['testbed', 'up', 'quickstart'])),
])
const { exitCode } = await run('packages/cli/bin/run.js', ['test', recipe])
process.exitCode = exitCode

/** A run without Chromium has no screenshots and says so; it is no reason to stop here. */
function whateverCame({ exitCode, output }) {
  if (exitCode !== 0)
    process.stderr.write(`Chromium could not be installed; the run will have no screenshots:\n${output}\n`)
  return { exitCode: 0 }
}
