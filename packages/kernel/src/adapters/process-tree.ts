import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const pollMs = 20

interface ProcessEntry {
  readonly pid: number
  readonly parent: number
  readonly group: number
}

/**
 * The process groups of a program that leads its own group, and of everything it started. `script`, for one,
 * puts the program it runs into a session of its own. Group 0 or 1 never is among them.
 */
function groupsUnder(leader: number): Set<number> {
  const entries = listProcesses()
  const members = new Set(entries.filter(({ pid, group }) => pid === leader || group === leader).map(({ pid }) => pid))
  for (const member of members) {
    for (const { pid, parent } of entries) if (parent === member) members.add(pid)
  }
  return new Set(entries.filter(({ pid, group }) => members.has(pid) && group > 1).map(({ group }) => group))
}

/** All processes but the dead ones; none where there is no /proc. */
function listProcesses(): readonly ProcessEntry[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readProcess(Number(name)))
  } catch {
    return []
  }
}

function readProcess(pid: number): readonly ProcessEntry[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // proc(5): the name may hold anything, so the fields are counted after its closing bracket.
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? [] : [{ pid, parent: Number(parent), group: Number(group) }]
  } catch {
    return []
  }
}

/** The process groups of all processes that inherited this environment variable, whoever is their parent by now. */
function groupsMarked(mark: string): Set<number> {
  const own = listProcesses().find(({ pid }) => pid === process.pid)?.group
  const marked = listProcesses().filter(({ pid }) => environmentOf(pid).includes(mark))
  return new Set(marked.map(({ group }) => group).filter((group) => group > 1 && group !== own))
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return []
  }
}

function signalGroups(groups: Iterable<number>, signal: 'SIGTERM' | 'SIGKILL'): void {
  for (const group of groups) {
    try {
      process.kill(-group, signal)
    } catch {
      // Already gone.
    }
  }
}

/**
 * Asks a program and everything it started to end, waits at most `graceMs`, and kills what is left. With a mark, an
 * environment variable `NAME=value` that only this program was given, what left its group on purpose is found too.
 */
export async function stopTree(leader: number, graceMs: number, mark?: string): Promise<void> {
  const asked = new Set<number>()
  const end = performance.now() + graceMs
  // Looked for anew each time: what was just about to leave its group was in neither a moment ago.
  for (;;) {
    const found = groupsOf(leader, mark).filter((group) => !asked.has(group))
    for (const group of found) asked.add(group)
    signalGroups(found, 'SIGTERM')
    if ((found.length === 0 && !someAlive(asked)) || performance.now() >= end) break
    await delay(pollMs)
  }
  signalGroups(asked, 'SIGKILL')
}

function groupsOf(leader: number, mark: string | undefined): number[] {
  const groups = groupsUnder(leader).add(leader)
  if (mark !== undefined) for (const group of groupsMarked(mark)) groups.add(group)
  return [...groups]
}

function someAlive(groups: ReadonlySet<number>): boolean {
  return listProcesses().some(({ group }) => groups.has(group))
}

/** Asks it to end without waiting, for a process that is about to end itself. */
export function signalTree(leader: number): void {
  signalGroups(groupsUnder(leader).add(leader), 'SIGTERM')
}
