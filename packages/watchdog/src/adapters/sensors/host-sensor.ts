import { realpath, stat, statfs } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { ProcessRunner } from '@cc-ci/kernel'
import type { HostFact } from '../../decide/facts.js'
import type { Instant } from '../../decide/instant.js'
import type { Observation } from '../../decide/observation.js'
import type { CommonSensor } from '../../ports/sensors.js'
import { readBootId } from '../host-instant.js'
import { sense } from './sense.js'

/** Between two sums over the task outputs: they may be millions of files. In seconds. */
const outputsEvery = 300
const outputsTimeoutMs = 60_000

export interface HostSensorOptions {
  /** On the file systems that matter. */
  readonly folders: readonly string[]
  readonly processes: ProcessRunner
  readonly isLeader: () => boolean
}

export class HostSensor implements CommonSensor {
  readonly pace = 'steady'
  readonly #options: HostSensorOptions
  readonly #bootId = readBootId()
  #outputsAt = Number.NEGATIVE_INFINITY
  #outputs: number | null = null

  constructor(options: HostSensorOptions) {
    this.#options = options
  }

  async look(now: Instant): Promise<Observation> {
    return { source: 'host', sensed: await sense(now, () => this.#read(now)) }
  }

  async #read(now: Instant): Promise<HostFact> {
    if (now.mono - this.#outputsAt >= outputsEvery) this.#sumOutputs(now)
    const free = await Promise.all(this.#options.folders.map(readFree))
    return {
      bootId: this.#bootId,
      // In whole megabytes: smaller changes are no news.
      freeBytes: Math.floor(Math.min(...free) / 2 ** 20) * 2 ** 20,
      taskOutputBytes: this.#outputs,
      leader: this.#options.isLeader(),
    }
  }

  /** Beside the looking: it may take a minute. */
  #sumOutputs(now: Instant): void {
    this.#outputsAt = now.mono
    void readTaskOutputs(this.#options.processes).then((bytes) => {
      this.#outputs = bytes
    })
  }
}

async function readFree(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(await realpath(folder))
  return bavail * bsize
}

/** Null where nobody can tell. */
async function readTaskOutputs(processes: ProcessRunner): Promise<number | null> {
  const folder = join(tmpdir(), `claude-${userInfo().uid}`)
  try {
    await stat(folder)
  } catch {
    return 0
  }
  try {
    // A file that goes while du looks is a complaint and exit code 1, but the sum is there.
    const { stdout } = await processes.run('du', ['-sk', folder], { timeoutMs: outputsTimeoutMs })
    const [, kibibytes] = /^(\d+)/.exec(stdout) ?? []
    return kibibytes === undefined ? null : Number(kibibytes) * 1024
  } catch {
    return null
  }
}
