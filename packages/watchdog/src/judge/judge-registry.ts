import {
  judgeOwners,
  type Owner,
  parseRegistryRecord,
  type RegistryRecord,
  sharedSessions,
  turnOf,
} from '@cc-ci/contracts/agent-client'
import type { StateName } from '../decide/state-name.js'
import { type Judgement, mayTypeIn, nothingKnown } from './judgement.js'
import type { JudgeOptions, Recording } from './recording.js'

interface FoundRecord {
  readonly record: RegistryRecord
  readonly line: number
}

/** Registry files: whom they name, and which of them live. What a record says holds only while its process lives. */
export function judgeRegistry({ text }: Recording, { living }: JudgeOptions): Omit<Judgement, 'file' | 'kind'> {
  const found = readRecords(text)
  const owners = judgeOwners(
    found.map(({ record }) => record),
    living,
  )
  const shared = sharedSessions(owners)
  const turns = [...new Set(owners.filter(({ alive }) => alive === true).map(({ record }) => standOf(record)))]
  const [stand] = turns.length === 1 ? turns : []
  const state = stateOf(owners, { shared, stand })
  return {
    ...nothingKnown,
    state,
    turn: shared.length > 0 || stand === undefined ? null : stand.turn,
    dialog: stand?.dialog ?? null,
    owners: owners.map(({ record, alive }) => ({ pid: record.pid, sessionId: record.sessionId, alive })),
    mayType: mayTypeIn(state),
    evidence: owners.map((owner, index) => ({ line: found[index]?.line ?? 0, why: describe(owner) })),
  }
}

function readRecords(text: string): readonly FoundRecord[] {
  const whole = parseRegistryRecord(text)
  if (whole !== undefined) return [{ record: whole, line: 1 }]
  return text.split('\n').flatMap((line, index) => {
    const record = parseRegistryRecord(line)
    return record === undefined ? [] : [{ record, line: index + 1 }]
  })
}

interface Stand {
  readonly state: StateName
  readonly turn: Judgement['turn']
  readonly dialog: Judgement['dialog']
}

const stands: Readonly<Record<string, Stand>> = {
  idle: { state: 'IDLE', turn: 'idle', dialog: null },
  background: { state: 'IDLE', turn: 'idle', dialog: null },
  busy: { state: 'BUSY', turn: 'busy', dialog: null },
  permission: { state: 'WAITING_PERMISSION', turn: 'dialog', dialog: { kind: 'permission', cursor: null } },
  waiting: { state: 'DIALOG', turn: 'dialog', dialog: { kind: 'unknown', cursor: null } },
  unknown: { state: 'UNKNOWN', turn: null, dialog: null },
}

function standOf(record: RegistryRecord): Stand | undefined {
  const turn = turnOf(record)
  return stands[turn === 'waiting' && record.waitingFor === 'permission prompt' ? 'permission' : turn]
}

function stateOf(
  owners: readonly Owner[],
  { shared, stand }: { readonly shared: readonly string[]; readonly stand: Stand | undefined },
): StateName {
  if (shared.length > 0) return 'FOREIGN'
  if (owners.length > 0 && owners.every(({ alive }) => alive === false)) return 'DEAD'
  return stand?.state ?? 'UNKNOWN'
}

function describe({ record, alive }: Owner): string {
  const { pid, status = 'nothing' } = record
  if (alive === null) return `process ${pid} says ${status}; whether it lives nobody has said`
  if (!alive) return `process ${pid} is gone: its record is stale, whatever it says`
  return `process ${pid} lives and says ${status}${turnOf(record) === 'unknown' ? ', which is not known' : ''}`
}
