// The whole gate from a bare clone: what a contributor runs is what CI runs.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { pnpm, run, step } from './with-pnpm.mjs'

const quiet = { quiet: true }
const script = (name) => () => pnpm([name], quiet)

await step('install packages', () => pnpm(['install', '--frozen-lockfile', '--reporter=append-only'], quiet))
await step('system packages', installSystemPackages)
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

/** Browser tests need Chromium, overlays curl and pytest; on Debian as root they are installed, elsewhere the tests say what is missing. */
async function installSystemPackages() {
  const wanted = [
    ['chromium', ['chromium', 'fonts-dejavu-core']],
    ['curl', ['curl']],
    ['git', ['git']],
    ['pytest', ['python3-pytest']],
  ].flatMap(([program, packages]) => (isOnPath(program) ? [] : packages))
  if (wanted.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return { exitCode: 0, output: '' }
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { quiet: true, env })
  return run('apt-get', ['install', '-y', '--no-install-recommends', ...wanted], { quiet: true, env })
}

function isOnPath(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
}
