import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ProcessFact } from '../../ports/host-facts.js'

interface Interest {
  /** Names of the agents' programs. */
  readonly programs: readonly string[]
  /** Pids that somebody recorded. */
  readonly pids: readonly number[]
}

interface Found extends ProcessFact {
  readonly parent: number | undefined
}

/** Processes that are agents, by their program, by the conversation their arguments name, or because they are recorded. */
export async function readProcesses({ programs, pids }: Interest): Promise<readonly ProcessFact[]> {
  const names = await readdir('/proc')
  const all = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map((name) => readOne(Number(name))))
  const agents = all.flatMap((each) => {
    if (each === undefined) return []
    const { args, ...found } = each
    const isAgent = args.slice(0, 2).some((arg) => programs.includes(basename(arg)))
    return isAgent || found.sessions.length > 0 || pids.includes(found.pid) ? [found] : []
  })
  return agents.map(({ parent: _, ...agent }) => withoutWrapped(agent, agents))
}

/** A program that only started another one with the same arguments has no conversation of its own. */
function withoutWrapped(agent: ProcessFact, agents: readonly Found[]): ProcessFact {
  const passedOn = agents.filter(({ parent }) => parent === agent.pid).flatMap(({ sessions }) => sessions)
  return { ...agent, sessions: agent.sessions.filter((session) => !passedOn.includes(session)) }
}

/** Undefined for a process that is gone by now, or only waits to be buried. */
async function readOne(pid: number): Promise<(Found & { args: readonly string[] }) | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(goneOr<string>(''))
  if (stat === undefined) return undefined
  // The name, in brackets, may hold anything: fields are counted after its end. See proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  const args = ((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(goneOr(''))) ?? '').split('\0').slice(0, -1)
  return {
    pid,
    parent: fields[1] === undefined ? undefined : Number(fields[1]),
    start: fields[19],
    executable: await readlink(`/proc/${pid}/exe`).catch(() => undefined),
    sessions: sessionsIn(args),
    args,
  }
}

function sessionsIn(args: readonly string[]): readonly string[] {
  const found = args.flatMap((arg, index) => {
    const [, joined] = /^--(?:resume|session-id)=(.+)$/.exec(arg) ?? []
    if (joined !== undefined) return [joined]
    return ['--resume', '-r', '--session-id'].includes(arg) ? [args[index + 1] ?? ''] : []
  })
  return found.filter((session) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(session))
}

/** A process that ended meanwhile is none; one that we may not look at has nothing to show. */
function goneOr<T>(hidden: T): (error: NodeJS.ErrnoException) => T | undefined {
  return ({ code }) => (code === 'ENOENT' || code === 'ESRCH' ? undefined : hidden)
}
