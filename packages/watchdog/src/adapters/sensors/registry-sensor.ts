import { realpathSync } from 'node:fs'
import { basename } from 'node:path'
import { type RegistryRecord, turnOf } from '@cc-ci/contracts/agent-client'
import type { RegistryFact } from '../../decide/facts.js'
import type { Instant } from '../../decide/instant.js'
import type { Observation } from '../../decide/observation.js'
import type { WatchedLoop } from '../../ports/loop-control.js'
import type { LoopSensor } from '../../ports/sensors.js'
import { type ProcessRow, type ProcessTable, readProcLink } from '../proc/process-table.js'
import { readHostStart } from '../proc/read-host-start.js'
import { RegistryFolder } from './registry-folder.js'
import { senseLoop } from './sense.js'

type Other = RegistryFact['others'][number]

/**
 * Who has the conversation: by the client's records, and by the arguments of every process that we may see, in whatever
 * terminal it runs.
 */
export class RegistrySensor implements LoopSensor {
  readonly pace = 'fast'
  readonly #table: ProcessTable
  readonly #folders = new Map<string, RegistryFolder>()
  readonly #hostStart = readHostStart()

  constructor(table: ProcessTable) {
    this.#table = table
  }

  look(loop: WatchedLoop, now: Instant): Promise<Observation> {
    return senseLoop({ source: 'registry', loop: loop.name, now }, () => this.#read(loop, now))
  }

  #read(loop: WatchedLoop, now: Instant): RegistryFact {
    const { sessionId, agent } = loop.runner
    const rows = this.#table.rows(now)
    const ours = new Set(agent === null ? [] : this.#family(agent.pid, now))
    const records = this.#folderOf(loop.clientFolder)
      .records(now)
      .filter((record) => isLive(record, rows.get(record.pid)))
    const own = records.find(({ pid }) => ours.has(pid))
    const foreign = records.filter((each) => !ours.has(each.pid) && isOfOurDomain(each, own))
    const registered = foreign.filter((each) => each.sessionId === sessionId).map(({ pid }) => pid)
    const known = new Set(records.map(({ pid }) => pid))
    const named = [...rows.values()].filter((row) => !ours.has(row.pid) && this.#claims(row, loop, known))
    const others = new Map<number, Other>()
    for (const { pid } of named) this.#add(others, rows.get(pid), 'arguments')
    for (const pid of registered) this.#add(others, rows.get(pid), 'registry')
    return { own: own === undefined ? null : describe(own), others: [...others.values()], unknownShapes: oddities(own) }
  }

  /** A wrapper that only started the client has the same arguments: the agent, and all it started. */
  #family(pid: number, now: Instant): readonly number[] {
    return [pid, ...this.#table.descendants(pid, now).map((row) => row.pid)]
  }

  #claims(row: ProcessRow, { runner, clientProgram, folder }: WatchedLoop, known: ReadonlySet<number>): boolean {
    if (runner.sessionId === null || row.state === 'Z') return false
    const args = this.#table.argumentsOf(row)
    if (namesConversation(args, runner.sessionId)) return true
    // One with a record has said which conversation is its own; one that takes the latest may take ours.
    const isClient = args.slice(0, 3).some((arg) => basename(arg) === clientProgram)
    if (!isClient || known.has(row.pid) || !takesTheLatest(args)) return false
    return readProcLink(row.pid, 'cwd') === realpathSync(folder)
  }

  #add(others: Map<number, Other>, row: ProcessRow | undefined, how: Other['how']): void {
    if (row === undefined) return
    const startedAt = this.#hostStart === null ? null : this.#hostStart + Number(row.start) / 100
    others.set(row.pid, { pid: row.pid, start: row.start, how, startedAt })
  }

  #folderOf(clientFolder: string): RegistryFolder {
    const known = this.#folders.get(clientFolder)
    if (known !== undefined) return known
    const folder = new RegistryFolder(clientFolder)
    this.#folders.set(clientFolder, folder)
    return folder
  }
}

/** Pid and start are compared, because a kill leaves the record behind, and pids are used again. */
function isLive({ procStart }: RegistryRecord, row: ProcessRow | undefined): boolean {
  return row !== undefined && row.state !== 'Z' && (procStart === undefined || procStart === row.start)
}

/** A container has pids of its own: its records say nothing about processes here. */
function isOfOurDomain(record: RegistryRecord, own: RegistryRecord | undefined): boolean {
  return own?.pidDomain === undefined || record.pidDomain === undefined || record.pidDomain === own.pidDomain
}

function describe({ status, waitingFor, statusUpdatedAt }: RegistryRecord): NonNullable<RegistryFact['own']> {
  return { status: status ?? 'unknown', waitingFor: waitingFor ?? null, since: (statusUpdatedAt ?? 0) / 1000 }
}

function oddities(own: RegistryRecord | undefined): readonly string[] {
  if (own === undefined || turnOf(own) !== 'unknown') return []
  return [own.status === undefined ? 'registry without status' : `registry status ${own.status}`]
}

function namesConversation(args: readonly string[], sessionId: string): boolean {
  return args.some((arg, index) => {
    if (arg === sessionId) return ['--resume', '-r', '--session-id'].includes(args[index - 1] ?? '')
    return arg === `--resume=${sessionId}` || arg === `--session-id=${sessionId}`
  })
}

function takesTheLatest(args: readonly string[]): boolean {
  return args.includes('--continue') || args.includes('-c')
}
