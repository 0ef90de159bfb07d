import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { parseRegistryRecord, type RegistryRecord } from '@cc-ci/contracts/agent-client'
import { CcCiError } from '@cc-ci/kernel'
import { type Consent, seedClientConfig } from '../client/seed-client-config.js'
import { isAlive } from './processes.js'
import { readCompleteLines } from './read-complete-lines.js'

/** The files that the agent client keeps; read, except for the answers to its first questions. */
export class ClientFiles {
  readonly #folder: string
  readonly #configFile: string

  /** For the environment that the agent gets. */
  constructor(environment: Readonly<Record<string, string>>) {
    const own = environment.CLAUDE_CONFIG_DIR
    const home = environment.HOME ?? '/'
    this.#folder = own ?? join(home, '.claude')
    this.#configFile = join(own ?? home, '.claude.json')
  }

  get folder(): string {
    return this.#folder
  }

  /** Only of processes that live: pid and start are compared, because a kill leaves the record behind. */
  liveRecords(): readonly RegistryRecord[] {
    const folder = join(this.#folder, 'sessions')
    return namesIn(folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => parseRegistryRecord(readText(join(folder, name)) ?? '') ?? [])
      .filter(({ pid, procStart }) => isAlive(pid, procStart))
  }

  /** Looked for by its id in all projects, because two folders may share a project and the client may name it anew. */
  transcriptOf(sessionId: string): string | undefined {
    const projects = join(this.#folder, 'projects')
    return namesIn(projects)
      .map((project) => join(projects, project, `${sessionId}.jsonl`))
      .find((file) => existsSync(file))
  }

  /** The other conversations of the same project. */
  besides(sessionId: string): readonly string[] {
    const file = this.transcriptOf(sessionId)
    if (file === undefined) return []
    const names = namesIn(dirname(file)).filter((name) => name.endsWith('.jsonl'))
    return names.map((name) => name.slice(0, -'.jsonl'.length)).filter((id) => id !== sessionId)
  }

  /** Bytes, and when it was last written, in epoch seconds. */
  transcriptState(sessionId: string): { readonly size: number; readonly changedAt: number } {
    const file = this.transcriptOf(sessionId)
    if (file === undefined) return { size: 0, changedAt: 0 }
    const { size, mtimeMs } = statSync(file)
    return { size, changedAt: mtimeMs / 1000 }
  }

  /** The complete lines from a place on. */
  transcriptFrom(sessionId: string, offset: number): readonly string[] {
    const file = this.transcriptOf(sessionId)
    return file === undefined ? [] : readCompleteLines(file, offset)
  }

  /** Answers the questions of a first start. Throws CLIENT_CONFIG_INVALID for a file that is not the client's. */
  seed(consent: Consent): void {
    const text = readText(this.#configFile)
    const seeded = this.#seeded(text, consent)
    if (seeded === undefined) return
    mkdirSync(dirname(this.#configFile), { recursive: true })
    const anew = `${this.#configFile}.${randomUUID()}`
    writeFileSync(anew, seeded, { mode: 0o600 })
    if (text !== undefined) chmodSync(anew, statSync(this.#configFile).mode & 0o777)
    renameSync(anew, this.#configFile)
  }

  #seeded(text: string | undefined, consent: Consent): string | undefined {
    try {
      return seedClientConfig(text, consent)
    } catch (cause) {
      throw new CcCiError('CLIENT_CONFIG_INVALID', `${this.#configFile} is not what the agent client writes.`, {
        hint: 'Two clients may have written it at once. Restore it from a copy beside it, or move it away.',
        place: { file: this.#configFile },
        cause,
      })
    }
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    // A registry that may not be read is no empty one: somebody may have the conversation.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}
