import type { Fact, ProcessFact, SessionRecord } from '../ports/host-facts.js'

export interface Owners {
  /** Pids of living processes that have the conversation. */
  readonly living: readonly number[]
  /** Pids of records of which nobody can tell whether they live. */
  readonly unclear: readonly number[]
}

/**
 * Who has a conversation: by the client's registry, whose records count only for the very process that wrote them, and
 * by the arguments of processes. A process that could not be looked at is unclear, never dead.
 */
export function findOwners(
  sessionId: string,
  sessions: readonly SessionRecord[],
  processes: Fact<readonly ProcessFact[]>,
): Owners {
  const records = sessions.filter((each) => each.sessionId === sessionId)
  if (!processes.ok) return { living: [], unclear: records.map(({ pid }) => pid) }
  const judged = records.map((record) => ({ pid: record.pid, state: stateOf(record, processes.value) }))
  const named = processes.value.filter((each) => each.sessions.includes(sessionId)).map(({ pid }) => pid)
  const recorded = judged.filter(({ state }) => state === 'living').map(({ pid }) => pid)
  return {
    living: [...new Set([...recorded, ...named])],
    unclear: judged.filter(({ state, pid }) => state === 'unclear' && !named.includes(pid)).map(({ pid }) => pid),
  }
}

function stateOf({ pid, procStart }: SessionRecord, processes: readonly ProcessFact[]): 'living' | 'gone' | 'unclear' {
  const process = processes.find((each) => each.pid === pid)
  if (process === undefined) return 'gone'
  if (process.start === undefined || procStart === undefined) return 'unclear'
  return process.start === procStart ? 'living' : 'gone'
}
