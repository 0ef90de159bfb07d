import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A process as /proc shows it. Pid and start together name one process; a pid alone is reused. */
export interface ProcessFacts {
  readonly pid: number
  readonly parent: number
  /** Field 22 of /proc/<pid>/stat: clock ticks since the machine started. */
  readonly start: string
}

/** Undefined for a process that is gone or only waits to be buried. */
export function readProcess(pid: number): ProcessFacts | undefined {
  const stat = readProc(pid, 'stat')
  // The name, in brackets, may hold anything: fields are counted after its end. See proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parent] = fields
  const start = fields[19]
  if (start === undefined || state === 'Z' || state === 'X') return undefined
  return { pid, parent: Number(parent), start }
}

/** Whether that very process lives; a start that nobody recorded fits any. */
export function isAlive(pid: number, start: string | undefined): boolean {
  const facts = readProcess(pid)
  return facts !== undefined && (start === undefined || facts.start === start)
}

export function listProcesses(): readonly ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? [])
}

export function argumentsOf(pid: number): readonly string[] {
  return readProc(pid, 'cmdline').split('\0').slice(0, -1)
}

/** Undefined where we may not look. */
export function folderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** Whether it was started with this variable (`NAME=value`); not known of other users' processes. */
export function hasVariable(pid: number, variable: string): boolean {
  return readProc(pid, 'environ').split('\0').includes(variable)
}

/** All processes that were started with this variable (`NAME=value`), and whatever those started. */
export function processesMarked(mark: string): readonly ProcessFacts[] {
  const all = listProcesses()
  const found = new Set(all.filter(({ pid }) => hasVariable(pid, mark)))
  for (const member of found) {
    for (const each of all) if (each.parent === member.pid) found.add(each)
  }
  return [...found]
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
