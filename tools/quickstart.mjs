// From a bare clone to a tested recipe: installs, builds, finds or starts a Swarm, and runs the main job once.
import { pnpm, run, step } from './with-pnpm.mjs'

const recipe = process.argv[2] ?? 'guestbook'

await step('install packages', () => pnpm(['install', '--frozen-lockfile', '--reporter=append-only'], { quiet: true }))
await Promise.all([
  step('build', () => pnpm(['build'], { quiet: true })),
  step('example recipes', () => pnpm(['examples'], { quiet: true })),
  step('Docker Swarm, proxy and images', () => pnpm(['testbed', 'up', 'quickstart'])),
])
const { exitCode } = await run('packages/cli/bin/run.js', ['test', recipe])
process.exitCode = exitCode
