import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Clock, SystemClock } from '@cc-ci/kernel'
import { captureOutput } from '@oclif/test'
import PhaseClaim from '../src/commands/phase/claim.js'
import PhaseDone from '../src/commands/phase/done.js'
import PhaseLint from '../src/commands/phase/lint.js'
import PhaseList from '../src/commands/phase/list.js'
import PhaseReview from '../src/commands/phase/review.js'
import PhaseShow from '../src/commands/phase/show.js'
import PhaseStatus from '../src/commands/phase/status.js'
import PhaseVeto from '../src/commands/phase/veto.js'
import { realWorld } from '../src/world.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const commands = {
  claim: PhaseClaim,
  done: PhaseDone,
  lint: PhaseLint,
  list: PhaseList,
  review: PhaseReview,
  show: PhaseShow,
  status: PhaseStatus,
  veto: PhaseVeto,
}

const config = `version: 1
loops:
  - { name: builder, role: builder, folder: builder, prompts: [p.md] }
  - { name: adversary, role: adversary, folder: adversary, prompts: [p.md] }
`
const plan = `version: 1
phases:
  - id: "1"
    title: The first
    file: phase-1.md
    items:
      - { id: D1, title: it greets }
      - { id: D2, title: it says goodbye }
  - id: "2"
    title: The second
    file: phase-2.md
    items:
      - { id: E1, title: it sings }
`

export interface PhaseWorkspace {
  readonly remote: string
  readonly builder: string
  readonly adversary: string
  git(folder: string, ...args: string[]): string
  /** Writes files into a clone, commits and pushes them. */
  push(folder: string, files: Readonly<Record<string, string>>, message?: string): void
}

/** A bare remote with a plan and a program, and a clone of it for the builder and for the adversary. */
export function phaseWorkspace(folder: string): PhaseWorkspace {
  const git = (where: string, ...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org', ...args], {
      cwd: where,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  const [remote, builder, adversary] = ['remote.git', 'builder', 'adversary'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', remote)
  git(folder, 'clone', '--quiet', remote, builder)
  git(builder, 'switch', '--quiet', '--create', 'main')
  const push: PhaseWorkspace['push'] = (where, files, message = 'Change something') => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(where, path, '..'), { recursive: true })
      writeFileSync(join(where, path), text)
    }
    git(where, 'add', '--all')
    git(where, 'commit', '--quiet', `--message=${message}`)
    git(where, 'push', '--quiet', '--set-upstream', 'origin', 'main')
  }
  push(builder, { 'cc-ci.yaml': config, 'plans/phases.yaml': plan, 'greet.sh': 'echo hello\n' })
  git(folder, 'clone', '--quiet', remote, adversary)
  return { remote, builder, adversary, git, push }
}

export interface PhaseRun {
  readonly cwd: string
  /** The loop that acts, as its environment says it. */
  readonly as?: string
  readonly clock?: Clock
}

/** Runs `cc-ci phase <line>` in this process; `line` is split at spaces, as are the words of an array not. */
export async function runPhase(line: string | readonly string[], { cwd, as, clock = new SystemClock() }: PhaseRun) {
  const [name = '', ...argv] = typeof line === 'string' ? line.split(' ') : line
  const world = { ...realWorld(), cwd, clock, environment: { ...process.env, CC_CI_REPO: undefined, CC_CI_LOOP: as } }
  const Command = class extends (commands[name as keyof typeof commands] as typeof PhaseList) {
    protected override readonly world = world
  }
  process.exitCode = undefined
  const { stdout, stderr } = await captureOutput(() => Command.run(argv, { root }))
  const exitCode = Number(process.exitCode ?? 0)
  process.exitCode = undefined
  return { stdout, stderr, exitCode }
}

export const claimOf = (item: string, phase = '1'): readonly string[] => [
  ...['claim', phase, item, '--how', `sh greet.sh ${item}`],
  ...['--expected', 'hello | world', '--where', 'the terminal'],
]
