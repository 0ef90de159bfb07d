import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RecordBody } from '../records/assistant-records.js'

/** What every record of one process says of it. */
export interface RecordFacts {
  readonly entrypoint: 'cli' | 'sdk-cli'
  readonly cwd: string
  readonly sessionId: string
  readonly version: string
  readonly gitBranch: string
}

export interface TranscriptRecord extends RecordBody {
  readonly uuid: string
  readonly timestamp: string
}

const longestSlug = 200

/** Where the conversations of a working directory lie. */
export function transcriptFolder(configFolder: string, cwd: string): string {
  const plain = cwd.replaceAll(/[^a-zA-Z0-9]/g, '-')
  const slug = plain.length <= longestSlug ? plain : `${plain.slice(0, longestSlug)}-${shortHash(cwd)}`
  return join(configFolder, 'projects', slug)
}

function shortHash(text: string): string {
  let hash = 0
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) | 0
  return Math.abs(hash).toString(36)
}

/**
 * Appends to one conversation. Each process follows the record it wrote or found last, so two of them on one file make
 * a fork without noticing, as the client does.
 */
export class Transcript {
  readonly path: string
  readonly #facts: RecordFacts
  readonly #now: () => Date
  /** What was there when this process took the conversation up. */
  readonly past: readonly RecordBody[]
  #leaf: string | null
  #diskFull = false

  constructor(path: string, facts: RecordFacts, now: () => Date) {
    this.path = path
    this.#facts = facts
    this.#now = now
    this.past = readRecords(path)
    this.#leaf = lastUuid(this.past)
  }

  get sessionId(): string {
    return this.#facts.sessionId
  }

  get exists(): boolean {
    return existsSync(this.path)
  }

  get diskFull(): boolean {
    return this.#diskFull
  }

  /** From now on only the beginnings of lines reach the disk, without their ends. */
  fillDisk(): void {
    this.#diskFull = true
  }

  append(body: RecordBody): TranscriptRecord {
    const record = {
      parentUuid: this.#leaf,
      isSidechain: false,
      ...body,
      uuid: randomUUID(),
      timestamp: this.#now().toISOString(),
      ...(body.type === 'assistant' && { session_id: this.#facts.sessionId }),
      userType: 'external',
      ...this.#facts,
    }
    this.#leaf = record.uuid
    this.#write(JSON.stringify(record))
    return record
  }

  /** Records that are not part of the chain: modes, the queue, the last prompt. */
  note(body: RecordBody): void {
    this.#write(JSON.stringify({ ...body, sessionId: this.#facts.sessionId }))
  }

  /** A line of a helper's own conversation, which lies beside this one. */
  appendAside(agentId: string, body: RecordBody): void {
    const folder = join(dirname(this.path), this.#facts.sessionId, 'subagents')
    const record = { parentUuid: null, ...body, isSidechain: true, agentId, uuid: randomUUID(), ...this.#facts }
    mkdirSync(folder, { recursive: true })
    appendFileSync(join(folder, `agent-${agentId}.jsonl`), `${JSON.stringify(record)}\n`)
  }

  #write(line: string): void {
    mkdirSync(dirname(this.path), { recursive: true })
    appendFileSync(this.path, this.#diskFull ? line.slice(0, line.length / 2) : `${line}\n`)
  }
}

function readRecords(path: string): readonly RecordBody[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .map(readRecord)
    .filter((record) => record !== undefined)
}

/** Undefined for what a full disk tore. */
function readRecord(line: string): RecordBody | undefined {
  try {
    return JSON.parse(line) as RecordBody
  } catch {
    return undefined
  }
}

function lastUuid(records: readonly RecordBody[]): string | null {
  const last = records.findLast(({ uuid }) => typeof uuid === 'string')
  return last === undefined ? null : String(last.uuid)
}
