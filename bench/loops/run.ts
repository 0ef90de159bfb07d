import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeMachine } from '../machine.js'
import { median } from '../median.js'
import { program } from '../run-tester.js'

const rounds = 5
const loops = ['builder', 'adversary']
const fakeAgent = fileURLToPath(new URL('../../packages/loop-launcher/programs/cc-ci-fake-agent.mjs', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'cc-ci-loops-'))
const workspace = join(folder, 'work')
const agent = join(folder, 'agent')
const env = {
  PATH: process.env.PATH ?? '',
  HOME: folder,
  CLAUDE_CONFIG_DIR: join(folder, 'client'),
  GIT_AUTHOR_NAME: 'bench',
  GIT_AUTHOR_EMAIL: 'bench@example.org',
  GIT_COMMITTER_NAME: 'bench',
  GIT_COMMITTER_EMAIL: 'bench@example.org',
}
const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { cwd: workspace, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const ccCi = (...args: readonly string[]): string => run(process.execPath, program, ...args)
const say = (text: string): boolean => process.stdout.write(`${text}\n`)

/** Milliseconds until the command has ended. */
function time(action: () => void): number {
  const start = performance.now()
  action()
  return performance.now() - start
}

function setUp(): void {
  mkdirSync(workspace)
  writeFileSync(agent, `#!/bin/sh\nexec '${process.execPath}' '${fakeAgent}' --speed 20 "$@"\n`)
  chmodSync(agent, 0o755)
  const entries = loops.map(
    (name) =>
      `  - { name: ${name}, role: ${name}, prompts: [prompt.md], folder: clones/${name}, resume: fresh, agent: { command: [${agent}] } }\n`,
  )
  writeFileSync(join(workspace, 'cc-ci.yaml'), `version: 1\nloops:\n${entries.join('')}`)
  writeFileSync(join(workspace, 'prompt.md'), 'You are {{loop}}. Wait for work.\n'.repeat(100))
  writeFileSync(join(workspace, '.gitignore'), '/clones/\n/.cc-ci/\n')
  run('git', 'init', '--quiet', '--initial-branch', 'main')
  run('git', 'add', '--all')
  run('git', 'commit', '--quiet', '--message', 'Begin')
  for (const name of loops) run('git', 'clone', '--quiet', '.', `clones/${name}`)
}

try {
  setUp()
  const starts: number[] = []
  const stops: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    starts.push(time(() => ccCi('loop', 'start')))
    stops.push(time(() => ccCi('loop', 'stop')))
  }
  const row = (what: string, times: readonly number[]): string =>
    `${what.padEnd(58)} ${(median(times) / 1000).toFixed(1)} s  (${times.map((each) => (each / 1000).toFixed(1)).join(', ')})`
  say(`Loops, medians of ${rounds}; ${describeMachine()}`)
  say(row('loop start, until both loops have acknowledged their prompt', starts))
  say(row('loop stop, until both agents have left', stops))
} finally {
  try {
    ccCi('loop', 'stop')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
