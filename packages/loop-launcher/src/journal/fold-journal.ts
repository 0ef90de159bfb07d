import type { JournalEvent, JournalRecord } from './journal-event.js'

type Of<Name extends JournalEvent['event']> = Extract<JournalRecord, { event: Name }>

/** What a loop's journal says about it; whether a process still lives is not the journal's to say. */
export interface LoopMemory {
  readonly session: Of<'session'> | undefined
  readonly starting: Of<'starting'> | undefined
  readonly ready: boolean
  /** How the last run ended: as its runner saw it, or, where that was killed, as the next command found it. */
  readonly ended: Of<'exited'> | Of<'reaped'> | undefined
  /** A stop was asked for and no start since: nobody may restart it. */
  readonly stopping: Of<'stopping'> | undefined
  readonly held: Of<'held'> | undefined
  /** The first prompt that this conversation acknowledged, and the phase it was for. */
  readonly prompted: { readonly phase: string | undefined } | undefined
  /** The client version of the first start; later starts must have the same. */
  readonly version: string | undefined
  readonly lastAt: number | undefined
}

const nothing: LoopMemory = {
  session: undefined,
  starting: undefined,
  ready: false,
  ended: undefined,
  stopping: undefined,
  held: undefined,
  prompted: undefined,
  version: undefined,
  lastAt: undefined,
}

export function foldJournal(records: readonly JournalRecord[]): LoopMemory {
  let memory = nothing
  for (const record of records) memory = { ...memory, ...change(memory, record), lastAt: record.at }
  return memory
}

function change(memory: LoopMemory, record: JournalRecord): Partial<LoopMemory> {
  switch (record.event) {
    case 'session':
      return { session: record, prompted: undefined }
    case 'starting':
      return {
        starting: record,
        ready: false,
        ended: undefined,
        stopping: undefined,
        version: record.version ?? memory.version,
      }
    case 'ready':
      return { ready: true }
    case 'delivered':
      return record.kind === 'first' ? { prompted: { phase: memory.starting?.phase } } : {}
    case 'stopping':
      return { stopping: record }
    case 'exited':
    case 'reaped':
      return endsRun(memory, record.runId) ? { ended: record } : {}
    case 'held':
      return { held: record }
    case 'released':
      return { held: undefined }
    case 'started':
    case 'delivering':
    case 'undelivered':
    case 'torn-tail-dropped':
    case 'quarantined':
      return {}
  }
}

/** Also where the line that told of its start was lost. */
function endsRun({ starting, ended }: LoopMemory, runId: string): boolean {
  return (starting === undefined || starting.runId === runId) && (ended === undefined || ended.runId !== runId)
}
