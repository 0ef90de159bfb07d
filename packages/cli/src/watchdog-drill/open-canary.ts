import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  fakeAgentCommand,
  type Loop,
  type StartedLoop,
  startLoop,
  stopLoop,
  terminalSocket,
} from '@cc-ci/loop-launcher'
import { buildLoop } from '../loop/build-loop.js'
import { loadWorkspace, type Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'
import type { Drill } from './drill.js'

/** Short, so that a drill takes minutes at most; a tick is long enough that a loaded machine is not taken for one that slept. */
const rules = {
  tick: 2,
  steady: 4,
  slow: 60,
  stagger: 1,
  limitGrace: 5,
  idle: { builder: 86_400, adversary: 86_400, other: 86_400 },
  restarts: { firstDelay: 1, longestDelay: 2 },
  nudges: { apart: 1 },
}

/** Nobody needs a canary's turn: it is ended, not asked. */
const ending = { endMs: 0, killMs: 3000, lockMs: 60_000 }

export type CanaryRun = Pick<StartedLoop, 'pid' | 'sessionId'>

/** A loop that exists to be broken, in a workspace of its own that nobody else knows. */
export interface Canary {
  readonly workspace: Workspace
  readonly world: World
  readonly loop: Loop
  start(): Promise<CanaryRun>
  /** Ends all that runs in it, and removes it. */
  remove(): Promise<void>
}

export async function openCanary(drill: Drill, outer: World): Promise<Canary> {
  const folder = realpathSync(mkdtempSync(join(outer.environment.TMPDIR ?? tmpdir(), 'cc-ci-drill-')))
  try {
    return await furnish(folder, drill, outer)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

async function furnish(folder: string, drill: Drill, outer: World): Promise<Canary> {
  const world = { ...outer, cwd: folder, environment: environmentIn(folder, outer) }
  const clone = join(folder, 'clone')
  mkdirSync(join(folder, 'client'))
  mkdirSync(clone)
  writeFileSync(join(clone, 'README.md'), 'A drill works here.\n')
  await world.git.init(clone)
  await world.git.add(clone)
  await world.git.commit(clone, 'Begin', { name: 'Drill', email: 'drill@example.org', date: world.clock.now() })
  writeFileSync(join(folder, 'canary.md'), 'You are {{loop}}, who is there to be broken.\n')
  writeFileSync(join(folder, 'script.yaml'), `${drill.script}\n`)
  writeFileSync(join(folder, 'cc-ci.yaml'), JSON.stringify(settingsOf(folder, drill)))
  const workspace = loadWorkspace(folder, world.environment)
  const [settings] = workspace.config.loops
  if (settings === undefined) throw new Error('the canary has no loop')
  const loop = await buildLoop(workspace, settings, world)
  return {
    workspace,
    world,
    loop,
    start: () => startLoop(loop),
    remove: () => remove({ folder, loop, world }),
  }
}

function settingsOf(folder: string, { permissionMode, rules: own }: Drill): object {
  const command = fakeAgentCommand({ script: join(folder, 'script.yaml') })
  const agent = { command, ...(permissionMode !== undefined && { permissionMode }) }
  const canary = { name: 'canary', role: 'builder', agent, prompts: ['canary.md'], folder: 'clone' }
  return { version: 1, loops: [canary], watchdog: { ...rules, ...own } }
}

/** Nothing of the operator's but the programs: neither client nor settings nor another terminal server. */
function environmentIn(folder: string, { environment }: World): World['environment'] {
  const { PATH, TMPDIR } = environment
  const own = { HOME: folder, CLAUDE_CONFIG_DIR: join(folder, 'client') }
  return { PATH, TMPDIR, LANG: 'C.UTF-8', CC_CI_LOOP_PACE: '5', ...own }
}

async function remove({ folder, loop, world }: { folder: string; loop: Loop; world: World }): Promise<void> {
  try {
    await stopLoop({ ...loop, timing: { ...loop.timing, ...ending } })
  } finally {
    const socket = terminalSocket(folder, world.environment)
    if (existsSync(socket)) await world.processes.run('tmux', ['-S', socket, 'kill-server'], {})
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}
