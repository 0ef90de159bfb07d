import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { captureOutput } from '@oclif/test'
import { expect } from 'vitest'
import { agentCommand, runner } from '../../loop-launcher/test/agent-command.js'
import type { BaseCommand } from '../src/base-command.js'
import LoopInit from '../src/commands/loop/init.js'
import LoopSend from '../src/commands/loop/send.js'
import LoopStart from '../src/commands/loop/start.js'
import LoopStop from '../src/commands/loop/stop.js'
import PhaseLint from '../src/commands/phase/lint.js'
import PhaseList from '../src/commands/phase/list.js'
import { realWorld } from '../src/world.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const takeTurn = fileURLToPath(new URL('programs/take-turn.mjs', import.meta.url))
const commands = {
  'loop init': LoopInit,
  'loop send': LoopSend,
  'loop start': LoopStart,
  'loop stop': LoopStop,
  'phase lint': PhaseLint,
  'phase list': PhaseList,
}

/** A program and its arguments, or `phase` and what follows `cc-ci phase`; with the exit code that it ought to have. */
export type TurnLine = readonly [exitCode: number, ...line: string[]]

/** A workspace that was set up for loops, with a bare remote and a clone for each of the two that walk. */
export class PhaseWalk {
  readonly folder: string
  readonly hub: string
  readonly #turns: string
  #last = 0

  constructor(folder: string) {
    this.folder = join(folder, 'workspace')
    this.hub = join(folder, 'hub.git')
    this.#turns = join(folder, 'turns')
  }

  /** With `loop init` as it is, and agents that do what they are told. */
  async setUp(): Promise<void> {
    const outside = join(this.folder, '..')
    const script = join(outside, 'agent.yaml')
    git(outside, 'init', '--quiet', '--bare', '--initial-branch=main', this.hub)
    git(outside, 'clone', '--quiet', this.hub, this.folder)
    git(this.folder, 'switch', '--quiet', '--create', 'main')
    for (const each of [this.#turns, join(outside, 'client')]) mkdirSync(each)
    writeFileSync(script, `- when: 'Do turn'\n  do: {run: "'${process.execPath}' '${takeTurn}' '${this.#turns}'"}\n`)
    const config = join(this.folder, 'cc-ci.yaml')
    writeFileSync(config, 'version: 1\n')
    await this.run('loop init', '--yes')
    const agent = JSON.stringify({ command: agentCommand({ script, speed: 50 }) })
    const withAgent = readFileSync(config, 'utf8').replace(/^( +)folder: clones.*$/gm, `$&\n$1agent: ${agent}`)
    writeFileSync(config, withAgent)
    git(this.folder, 'add', '--all')
    git(this.folder, 'commit', '--quiet', '--message=Begin')
    git(this.folder, 'push', '--quiet', 'origin', 'main')
    for (const loop of ['builder', 'adversary']) {
      const identity = ['--config', `user.name=${loop}`, '--config', `user.email=${loop}@example.org`]
      git(this.folder, 'clone', '--quiet', ...identity, this.hub, join('clones', loop))
    }
    await this.run('loop start', 'builder')
    await this.run('loop start', 'adversary')
  }

  /** One turn of an agent, and that each line of it ended as it ought to. */
  async turn(loop: 'builder' | 'adversary', lines: readonly TurnLine[]): Promise<void> {
    this.#last += 1
    const file = join(this.#turns, `${this.#last}.json`)
    writeFileSync(file, JSON.stringify(lines.map(([, ...line]) => line)))
    const done = file.replace('.json', '.done.json')
    await expect.poll(() => this.#send(loop, `Do turn ${this.#last}.`), { timeout: 60_000, interval: 200 }).toBe('sent')
    await expect.poll(() => existsSync(done), { timeout: 180_000, interval: 100 }).toBe(true)
    const expected = lines.map(([exitCode, ...line]) => ({ line: line.join(' '), exitCode }))
    expect(JSON.parse(readFileSync(done, 'utf8'))).toEqual(expected)
  }

  /** Until the agent has shown the end of its turn before, it takes nothing. */
  async #send(loop: string, message: string): Promise<string> {
    const { error } = await this.#answer('loop send', loop, message)
    return error === undefined ? 'sent' : JSON.stringify(error)
  }

  /** What a command says with --json, typed in the workspace, in this process. */
  async run(name: keyof typeof commands, ...argv: string[]) {
    const answer = await this.#answer(name, ...argv)
    expect(answer.error, name).toBeUndefined()
    return answer
  }

  async #answer(name: keyof typeof commands, ...argv: string[]) {
    const outside = join(this.folder, '..')
    const CLAUDE_CONFIG_DIR = join(outside, 'client')
    const environment = { PATH: process.env.PATH, HOME: outside, CLAUDE_CONFIG_DIR, CC_CI_LOOP_PACE: '20' }
    const world = { ...realWorld(), ...runner, environment, cwd: this.folder }
    const Command = class extends (commands[name] as unknown as typeof LoopSend) {
      protected override readonly world: BaseCommand['world'] = world
    }
    const { stdout } = await captureOutput(() => Command.run([...argv, '--json'], { root }))
    process.exitCode = undefined
    return JSON.parse(stdout)
  }

  subjects(): readonly string[] {
    return git(this.hub, 'log', '--format=%an %s', '--reverse', 'main').split('\n')
  }

  /** Whatever became of the test. */
  end(): void {
    spawnSync('tmux', ['-S', join(this.folder, '.cc-ci/loops/tmux.sock'), 'kill-server'])
  }
}

function git(folder: string, ...args: string[]): string {
  const who = ['-c', 'user.name=Maintainer', '-c', 'user.email=maintainer@example.org']
  return execFileSync('git', [...who, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()
}
