import type { Clock, ProcessRunner } from '@cc-ci/kernel'
import type { RecordBody } from '../records/assistant-records.js'
import type { HitLimit } from '../records/limit.js'
import type { HookRunner } from './hook-runner.js'
import type { Meter, MeteredSession } from './meter.js'
import type { RegistryEntry } from './registry.js'
import type { Transcript, TranscriptRecord } from './transcript.js'

export interface SessionFacts extends MeteredSession {
  readonly configFolder: string
  readonly permissionMode: string
  readonly headless: boolean
}

export interface SessionParts {
  readonly facts: SessionFacts
  readonly transcript: Transcript
  readonly registry: RegistryEntry
  readonly hooks: HookRunner
  readonly meter: Meter
  readonly clock: Clock
  readonly processes: ProcessRunner
  /** How many times faster than the script the time goes. */
  readonly speed: number
}

/** What one process of the fake agent knows of its conversation. */
export class AgentSession {
  readonly facts: SessionFacts
  readonly transcript: Transcript
  readonly registry: RegistryEntry
  readonly hooks: HookRunner
  readonly meter: Meter
  readonly clock: Clock
  readonly processes: ProcessRunner
  /** The limit that was hit last, if it is not over. */
  limit: HitLimit | undefined
  /** TERM is not answered any more. */
  ignoresTerm = false
  /** Nothing is drawn or read any more. */
  frozen = false
  promptId: string | undefined
  readonly #speed: number

  constructor(parts: SessionParts) {
    this.facts = parts.facts
    this.transcript = parts.transcript
    this.registry = parts.registry
    this.hooks = parts.hooks
    this.meter = parts.meter
    this.clock = parts.clock
    this.processes = parts.processes
    this.#speed = parts.speed
  }

  /** Seconds of the script. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    return this.clock.sleep((seconds * 1000) / this.#speed, signal)
  }

  /** Whole seconds of the script since this moment of the monotonic clock. */
  secondsSince(monotonicMs: number): number {
    return Math.floor(((this.clock.monotonic() - monotonicMs) * this.#speed) / 1000)
  }

  /** The epoch second at which so many seconds of the script are over. */
  epochAfter(seconds: number): number {
    return Math.ceil(this.clock.now().getTime() / 1000 + seconds / this.#speed)
  }

  /** How long one picture of the spinner stays, in real milliseconds. */
  get beatMs(): number {
    return Math.max(20, 1000 / this.#speed)
  }

  record(body: RecordBody): TranscriptRecord {
    return this.transcript.append(body)
  }

  /** The fields that a hook event has in a turn. */
  get turnFields() {
    return { ...(this.promptId !== undefined && { prompt_id: this.promptId }) }
  }
}
