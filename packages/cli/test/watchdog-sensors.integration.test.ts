import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, ExecaProcessRunner, type ProcessRunner, SystemClock } from '@cc-ci/kernel'
import { putOnPath, temporaryFolder } from '@cc-ci/kernel/testing'
import type { Observation, WatchedLoop } from '@cc-ci/watchdog'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { CompletionSensor } from '../src/watchdog/completion-sensor.js'
import { LoopsOfWorkspace } from '../src/watchdog/control-loops.js'
import { ProtocolView } from '../src/watchdog/protocol-view.js'
import { WorkSensor } from '../src/watchdog/work-sensor.js'
import { loadWorkspace } from '../src/workspace/load-workspace.js'
import { realWorld } from '../src/world.js'
import { claimOf, type PhaseWorkspace, phaseWorkspace, runPhase } from './phase-workspace.js'

const patience = { timeout: 60_000, interval: 100 }
const realGit = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()

/** The sensors that ask git, on a workspace whose git a test breaks and mends while they look. */
class GitBed {
  readonly workspace: PhaseWorkspace
  readonly folder: string
  /** Of a program, whatever limit it has; in milliseconds. */
  longestMs = 20_000
  /** Of a pause, such as the one that ends a look. */
  longestPauseMs = 20_000
  path = process.env.PATH ?? ''
  #sensor: WorkSensor
  #completion: CompletionSensor
  #mono = 0

  constructor(whenDone: (remove: () => void) => void) {
    this.folder = temporaryFolder(whenDone)
    this.workspace = phaseWorkspace(this.folder)
    ;[this.#sensor, this.#completion] = this.#openSensors()
  }

  /** Sensors that remember nothing, and a git that works. */
  begin(): void {
    this.mendGit()
    ;[this.#sensor, this.#completion] = this.#openSensors()
  }

  #openSensors(): [WorkSensor, CompletionSensor] {
    const real = new ExecaProcessRunner()
    const processes: ProcessRunner = {
      run: (command, args, options = {}) => {
        if (options.timeoutMs === undefined) throw new Error(`${command} ${args.join(' ')} has no limit`)
        const timeoutMs = Math.min(options.timeoutMs, this.longestMs)
        return real.run(command, args, { ...options, timeoutMs, env: { ...options.env, PATH: this.path } })
      },
    }
    const time = new SystemClock()
    const clock: Clock = {
      now: () => time.now(),
      monotonic: () => time.monotonic(),
      sleep: (ms, signal) => time.sleep(Math.min(ms, this.longestPauseMs), signal),
    }
    const world = { ...realWorld(), processes, clock, cwd: this.workspace.builder }
    const loaded = loadWorkspace(this.workspace.builder, { CC_CI_REPO: this.workspace.builder })
    const work = { watched: loaded.config.loops, readEvidence: async () => [] }
    const protocol = new ProtocolView(loaded, world)
    const control = new LoopsOfWorkspace(loaded, work, world)
    return [new WorkSensor(control, protocol, world), new CompletionSensor(protocol)]
  }

  get head(): string {
    return this.workspace.git(this.workspace.builder, 'rev-parse', 'HEAD')
  }

  /** From now on that is found before the real one. */
  breakGit(script: string): void {
    this.path = putOnPath(join(this.folder, 'shims'), { git: script }).PATH
  }

  mendGit(): void {
    this.path = process.env.PATH ?? ''
    this.longestMs = 20_000
  }

  async work(): Promise<object> {
    const { builder: folder } = this.workspace
    const loop = { name: 'builder', role: 'builder', folder, transcript: null } as WatchedLoop
    return sensedOf(await this.#sensor.look(loop, this.#later()))
  }

  async completion(): Promise<object> {
    return sensedOf(await this.#completion.look(this.#later()))
  }

  #later() {
    this.#mono += 30
    return { wall: this.#mono, mono: this.#mono }
  }
}

function sensedOf(observation: Observation): object {
  if (!('sensed' in observation)) throw new Error('nothing was sensed')
  return observation.sensed
}

describe('a git that does not work leaves work and completion unknown, and both are known again after it', () => {
  let bed: GitBed
  beforeAll(() => {
    bed = new GitBed((done) => afterAll(done))
  })
  beforeEach(() => bed.begin())

  it.each([
    ['hangs', 'exec sleep 600', 200],
    ['prints garbage', 'echo "%^garbage"', 20_000],
    ['prints nothing', 'exit 0', 20_000],
    ['exits with 128', 'echo "fatal: detected dubious ownership in repository" >&2; exit 128', 20_000],
    ['is killed', 'kill -9 $$', 20_000],
  ])('when it %s', async (_, script, longestMs) => {
    bed.breakGit(script)
    bed.longestMs = longestMs
    expect(await bed.work()).toMatchObject({ known: false, why: expect.stringMatching(/./) })
    expect(await bed.completion()).toMatchObject({ known: false })

    bed.mendGit()
    await expect.poll(() => bed.work(), patience).toMatchObject({ known: true, value: { commit: bed.head } })
    await expect.poll(() => bed.completion(), patience).toMatchObject({ known: true, value: { done: false } })
  })

  it.each([
    ['answers garbage', 'echo "%^garbage"; exit 0'],
    ['fails', 'echo "fatal: bad object HEAD" >&2; exit 128'],
  ])('also when it %s for the newest commit of the clone alone', async (_, answer) => {
    bed.breakGit(`case " $* " in *"%H %ct"*) ${answer};; esac; exec ${realGit} "$@"`)
    expect(await bed.work()).toMatchObject({ known: false, why: expect.stringContaining('git log ended with') })
    bed.mendGit()
    await expect.poll(() => bed.work(), patience).toMatchObject({ known: true, value: { commit: bed.head } })
  })

  it('when there is none', async () => {
    bed.path = join(bed.folder, 'nowhere')
    expect(await bed.work()).toMatchObject({ known: false })
    expect(await bed.completion()).toMatchObject({ known: false })
  })
})

it('a remote that is asleep keeps no look waiting, and what it said at last is seen by a later one', async () => {
  const bed = new GitBed(onTestFinished)
  const awake = join(bed.folder, 'awake')
  await expect.poll(() => bed.work(), patience).toMatchObject({ known: true })
  await runPhase(['veto', '1', '--reason', 'wait'], { cwd: bed.workspace.adversary, as: 'adversary' })
  bed.breakGit(`case " $* " in *" fetch "*) until [ -e '${awake}' ]; do sleep 0.1; done;; esac; exec ${realGit} "$@"`)
  bed.longestPauseMs = 200
  expect(await bed.work()).toMatchObject({ known: false, why: expect.stringContaining('did not answer') })
  expect(await bed.completion()).toMatchObject({ known: false })

  writeFileSync(awake, '')
  bed.longestPauseMs = 20_000
  await expect
    .poll(() => bed.work(), patience)
    .toMatchObject({ known: true, value: { handOver: { says: expect.stringContaining('adversary') } } })
})

it('remote-down-not-done-unknown: a remote that refuses leaves the work known, and nobody takes it for done', async () => {
  const bed = new GitBed(onTestFinished)
  const refusal = 'echo "fatal: unable to access: Could not resolve host" >&2; exit 128'
  bed.breakGit(`case " $* " in *" fetch "*) ${refusal};; esac; exec ${realGit} "$@"`)
  await expect.poll(() => bed.work(), patience).toMatchObject({ known: true, value: { commit: bed.head } })
  expect(await bed.completion()).toMatchObject({ known: false, why: expect.stringContaining('resolve host') })
})

it('a push that came too late overwrites nothing, and work is known all the same', async () => {
  const bed = new GitBed(onTestFinished)
  const { builder, git, remote } = bed.workspace
  git(builder, 'remote', 'set-url', 'origin', `${remote}-away`)
  await runPhase(claimOf('D1'), { cwd: builder, as: 'builder' })
  git(builder, 'remote', 'set-url', 'origin', remote)
  const ours = bed.head
  // Somebody pushes in the very moment between our fetch and our push.
  const somebody = join(bed.folder, 'somebody')
  git(bed.folder, 'clone', '--quiet', remote, somebody)
  writeFileSync(join(somebody, 'greet.sh'), 'echo goodbye\n')
  git(somebody, 'commit', '--quiet', '--all', '--message=Say goodbye')
  bed.breakGit(
    `case " $* " in *" push "*) ${realGit} -C '${somebody}' push --quiet origin main;; esac; exec ${realGit} "$@"`,
  )

  await expect.poll(() => bed.work(), patience).toMatchObject({ known: true, value: { commit: ours } })
  expect(git(remote, 'log', '--format=%s', '-1', 'main')).toBe('Say goodbye')
  expect(bed.head).toBe(ours)
})
