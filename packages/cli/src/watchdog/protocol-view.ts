import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ProtocolCommit, ProtocolState } from '@cc-ci/loop-launcher'
import type { Instant } from '@cc-ci/watchdog'
import { type OpenedPhases, openPhases } from '../phase/open-phases.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'

export interface SeenProtocol extends OpenedPhases {
  readonly state: ProtocolState
  /** The newest first. */
  readonly commits: readonly ProtocolCommit[]
}

const newestCommits = 60
const longestMs = 4000

/** The protocol as it is committed, here and at the remote; read once per look, for all loops. */
export class ProtocolView {
  readonly #workspace: Workspace
  readonly #world: World
  #look: { readonly at: number; readonly seen: Promise<SeenProtocol | undefined> } | undefined
  #reading: Promise<SeenProtocol | undefined> | undefined
  /** What a reading found that came too late for its look. */
  #late: { readonly seen: SeenProtocol | undefined } | undefined

  constructor(workspace: Workspace, world: World) {
    this.#workspace = workspace
    this.#world = world
  }

  /** Undefined in a workspace without a plan. Throws what keeps it from being read. */
  read(now: Instant): Promise<SeenProtocol | undefined> {
    if (this.#look?.at !== now.mono) {
      const seen = this.#readInTime()
      seen.catch(() => undefined)
      this.#look = { at: now.mono, seen }
    }
    return this.#look.seen
  }

  /** A remote that hangs must not keep us from looking at the loops: it goes on, and the next look sees what it found. */
  async #readInTime(): Promise<SeenProtocol | undefined> {
    const before = this.#late
    this.#reading ??= this.#begin()
    const ending = new AbortController()
    const tooLong = this.#world.clock.sleep(longestMs, ending.signal).then(
      () => 'late' as const,
      () => 'late' as const,
    )
    try {
      const seen = await Promise.race([this.#reading, tooLong])
      this.#late = undefined
      if (seen !== 'late') return seen
      if (before !== undefined) return before.seen
      throw new Error(`git did not answer within ${longestMs / 1000} s`)
    } finally {
      ending.abort()
    }
  }

  async #begin(): Promise<SeenProtocol | undefined> {
    try {
      const seen = await this.#read()
      this.#late = { seen }
      return seen
    } finally {
      this.#reading = undefined
    }
  }

  async #read(): Promise<SeenProtocol | undefined> {
    if (!existsSync(join(this.#workspace.folder, 'plans/phases.yaml'))) return undefined
    const opened = await openPhases(this.#workspace, this.#world)
    const { coordination } = opened.phases
    const state = await coordination.read()
    return { ...opened, state, commits: await coordination.history(newestCommits) }
  }
}
