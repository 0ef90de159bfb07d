import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Clock, ExclusiveLocks } from '@cc-ci/kernel'
import type { JournalEvent } from '../journal/journal-event.js'
import { printJournalLine, type ReadJournal, readJournalText } from '../journal/journal-line.js'
import { withLock } from '../launch/with-lock.js'

const writeWaitMs = 5000

/** The journal of one loop: append-only, written by the commands and by its runner, one at a time. */
export class LoopJournalFile {
  readonly #file: string
  readonly #world: { locks: ExclusiveLocks; clock: Clock }

  constructor(file: string, world: { locks: ExclusiveLocks; clock: Clock }) {
    this.#file = file
    this.#world = world
  }

  /** Changes nothing; an absent journal is an empty one. */
  read(): ReadJournal {
    return readJournalText(readText(this.#file))
  }

  /**
   * Adds the events, one write per line, and returns when they are on the disk. What a crash cut short is dropped
   * before; corrupt lines are moved out of the way together with a copy of all others.
   */
  async append(...events: readonly JournalEvent[]): Promise<void> {
    const lock = { name: `journal ${this.#file}`, what: this.#file, waitMs: writeWaitMs }
    await withLock(lock, async () => this.#append(events), this.#world)
  }

  #append(events: readonly JournalEvent[]): void {
    mkdirSync(dirname(this.#file), { recursive: true })
    const repairs = this.#repair()
    let seq = readJournalText(readText(this.#file)).records.at(-1)?.seq ?? 0
    const lines = [...repairs, ...events].map((event) => {
      seq += 1
      return printJournalLine(event, { seq, at: this.#world.clock.now().getTime() / 1000 })
    })
    writeLines(this.#file, 'a', lines)
  }

  #repair(): JournalEvent[] {
    const { tornBytes, corruptLines } = this.read()
    if (corruptLines.length > 0) return [this.#quarantine(corruptLines)]
    if (tornBytes === 0) return []
    truncateSync(this.#file, statSync(this.#file).size - tornBytes)
    return [{ event: 'torn-tail-dropped', bytes: tornBytes }]
  }

  #quarantine(lines: readonly number[]): JournalEvent {
    const stamp = this.#world.clock.now().toISOString().replace(/[:.]/g, '-')
    const file = join(dirname(this.#file), `journal.corrupt-${stamp}.jsonl`)
    copyFileSync(this.#file, file)
    const good = readText(this.#file)
      .split('\n')
      .slice(0, -1)
      .filter((_, index) => !lines.includes(index + 1))
    const anew = `${this.#file}.new`
    writeLines(
      anew,
      'w',
      good.map((line) => `${line}\n`),
    )
    renameSync(anew, this.#file)
    return { event: 'quarantined', file: basename(file), lines: [...lines] }
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

function writeLines(file: string, flag: 'a' | 'w', lines: readonly string[]): void {
  const descriptor = openSync(file, flag, 0o600)
  try {
    for (const line of lines) writeSync(descriptor, line)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
