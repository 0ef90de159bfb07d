import { readFileSync, readlinkSync } from 'node:fs'

/** What tells this process from another that gets its number later. */
export interface ProcessIdentity {
  readonly pid: number
  /** Field 22 of /proc/<pid>/stat: the start, in ticks since boot. */
  readonly procStart: string
  /** The machine and the name space in which the number counts. */
  readonly pidDomain: string
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, procStart: processStart(process.pid) ?? '0', pidDomain: ownPidDomain() }
}

/** The start of a running process in ticks since boot; undefined when there is none of this number. */
export function processStart(pid: number): string | undefined {
  const stat = readOr(`/proc/${pid}/stat`, '')
  // The name in parentheses may hold spaces and parentheses itself; what follows it begins with field 3.
  return stat === '' ? undefined : stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

function ownPidDomain(): string {
  const machine = readOr('/etc/machine-id', readOr('/proc/sys/kernel/random/boot_id', '0'))
  return `linux:${machine.replaceAll('-', '')}:${namespace()}`
}

function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return 'pid:[0]'
  }
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return otherwise
  }
}
