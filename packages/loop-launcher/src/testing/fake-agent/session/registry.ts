import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type ProcessIdentity, processStart } from './process-identity.js'

export type SessionStatus = 'idle' | 'busy' | 'waiting' | 'shell'
export type WaitingFor = 'permission prompt' | 'dialog open'

export interface RegistrySession {
  readonly sessionId: string
  readonly cwd: string
  readonly version: string
  readonly entrypoint: 'cli' | 'sdk-cli'
}

/** This process's entry among the live sessions: written when its status changes, never as a heartbeat. */
export class RegistryEntry {
  readonly #file: string
  readonly #session: RegistrySession
  readonly #identity: ProcessIdentity
  readonly #startedAt = Date.now()
  readonly #name: string
  #status: string | undefined

  constructor(configFolder: string, session: RegistrySession, identity: ProcessIdentity) {
    this.#file = join(registryFolder(configFolder), `${identity.pid}.json`)
    this.#session = session
    this.#identity = identity
    this.#name = `${basename(session.cwd)}-${randomBytes(1).toString('hex')}`
  }

  /** Does nothing when the status is that already. */
  write(status: SessionStatus, waitingFor?: WaitingFor): void {
    const edge = `${status} ${waitingFor ?? ''}`
    if (edge === this.#status) return
    this.#status = edge
    const { sessionId, cwd, version, entrypoint } = this.#session
    const { pid, procStart, pidDomain } = this.#identity
    const record = {
      pid,
      sessionId,
      cwd,
      startedAt: this.#startedAt,
      procStart,
      version,
      peerProtocol: 1,
      peerFeatures: ['notify_idle', 'reply_across_default_dirs', 'artifact_yield'],
      kind: 'interactive',
      entrypoint,
      pidDomain,
      asksForConvertedSkills: null,
      messagingSocketPath: join('/run/cc-socks', `${pid}.sock`),
      name: this.#name,
      nameSource: 'derived',
      nameSince: this.#startedAt,
      status,
      ...(waitingFor !== undefined && { waitingFor }),
      updatedAt: Date.now(),
      statusUpdatedAt: Date.now(),
    }
    mkdirSync(join(this.#file, '..'), { recursive: true })
    writeFileSync(`${this.#file}.tmp`, JSON.stringify(record))
    renameSync(`${this.#file}.tmp`, this.#file)
  }

  /** The last background shell is over. */
  endShell(): void {
    if (this.#status === 'shell ') this.write('idle')
  }

  remove(): void {
    rmSync(this.#file, { force: true })
  }
}

function registryFolder(configFolder: string): string {
  return join(configFolder, 'sessions')
}

/** The entries whose process still runs. */
export function liveSessions(configFolder: string): readonly Record<string, unknown>[] {
  const folder = registryFolder(configFolder)
  return entriesOf(folder)
    .map((name) => readEntry(join(folder, name)))
    .filter((entry) => entry !== undefined && processStart(Number(entry.pid)) === entry.procStart)
    .filter((entry) => entry !== undefined)
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
}

function readEntry(file: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  } catch {
    return undefined
  }
}
