import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { Instant } from '../../decide/instant.js'

export interface ProcessRow {
  readonly pid: number
  readonly parent: number
  /** Field 22 of /proc/<pid>/stat, in ticks since the host started. */
  readonly start: string
  /** One letter, as in proc(5). */
  readonly state: string
  /** Seconds, also of its children that have ended. */
  readonly cpuSeconds: number
  readonly residentBytes: number
}

/** Of every Linux that Node runs on. */
const ticksPerSecond = 100
const pageBytes = 4096

/** All processes of this machine, read once per look however many loops ask. */
export class ProcessTable {
  #readAt: number | undefined
  #rows: ReadonlyMap<number, ProcessRow> = new Map()
  #below: ReadonlyMap<number, readonly ProcessRow[]> = new Map()
  #arguments = new Map<string, readonly string[]>()

  /** Throws where there is no /proc. */
  rows(now: Instant): ReadonlyMap<number, ProcessRow> {
    if (this.#readAt !== now.mono) this.#read(now)
    return this.#rows
  }

  /** Everything that the process started, and what those did, without itself. */
  descendants(pid: number, now: Instant): readonly ProcessRow[] {
    this.rows(now)
    const found: ProcessRow[] = [...(this.#below.get(pid) ?? [])]
    for (const { pid: each } of found) found.push(...(this.#below.get(each) ?? []))
    return found
  }

  /** Empty where we may not look. Read once per process, for it may only change by starting another program. */
  argumentsOf({ pid, start }: ProcessRow): readonly string[] {
    const key = `${pid} ${start}`
    const known = this.#arguments.get(key)
    if (known !== undefined) return known
    const read = readProc(pid, 'cmdline').split('\0').slice(0, -1)
    this.#arguments.set(key, read)
    return read
  }

  #read(now: Instant): void {
    const names = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    const rows = names.flatMap((name) => parseStat(Number(name), readProc(Number(name), 'stat')) ?? [])
    const below = new Map<number, ProcessRow[]>()
    for (const row of rows) {
      const siblings = below.get(row.parent)
      if (siblings === undefined) below.set(row.parent, [row])
      else siblings.push(row)
    }
    this.#rows = new Map(rows.map((row) => [row.pid, row]))
    this.#below = below
    this.#readAt = now.mono
    this.#forgetArguments(rows)
  }

  #forgetArguments(rows: readonly ProcessRow[]): void {
    const known = new Map<string, readonly string[]>()
    for (const { pid, start } of rows) {
      const found = this.#arguments.get(`${pid} ${start}`)
      if (found !== undefined) known.set(`${pid} ${start}`, found)
    }
    this.#arguments = known
  }
}

/** Undefined for what is no line of /proc/<pid>/stat, such as that of a process that is gone. */
function parseStat(pid: number, stat: string): ProcessRow | undefined {
  // The name, in brackets, may hold anything: fields are counted after its end. See proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parent] = fields
  const start = fields[19]
  if (state === undefined || start === undefined) return undefined
  const ticks = fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0)
  return {
    pid,
    parent: Number(parent),
    start,
    state,
    cpuSeconds: ticks / ticksPerSecond,
    residentBytes: Number(fields[21]) * pageBytes,
  }
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** What a link below /proc/<pid> leads to; undefined where we may not look. */
export function readProcLink(pid: number, name: 'cwd' | 'exe'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${name}`)
  } catch {
    return undefined
  }
}
