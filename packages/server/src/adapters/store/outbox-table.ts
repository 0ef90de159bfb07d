import type { ServerStore } from '../../ports/server-store.js'
import type { OutboxEntry, Outgoing } from '../../report/outgoing.js'
import type { StoreDatabase } from './store-database.js'

type OutboxCalls = Pick<ServerStore, 'tell' | 'due' | 'markTold' | 'postpone'>

interface OutboxRow {
  readonly id: number
  readonly key: string
  readonly seq: number
  readonly outgoing: string
  readonly attempts: number
  readonly not_before: number
}

/**
 * What forges are to be told. A replaced entry stays until one of its key is told: it may be on its way right now, and
 * then what was said by it must count.
 */
export function openOutboxTable(db: StoreDatabase): OutboxCalls {
  const newest = db.prepare(`select max(seq) as seq from (
    select seq from told where key = ?1 union all select seq from outbox where key = ?1)`)
  const replace = db.prepare('update outbox set replaced = 1 where key = ?')
  const add = db.prepare('insert into outbox (key, seq, outgoing, not_before) values (?, ?, ?, ?)')
  const due = db.prepare(`select id, key, seq, outgoing, attempts, not_before from outbox
    where replaced = 0 and not_before <= ? order by id`)
  const one = db.prepare('select key, seq from outbox where id = ?')
  const remember = db.prepare(`insert into told values (?, ?)
    on conflict (key) do update set seq = max(seq, excluded.seq)`)
  const forget = db.prepare('delete from outbox where key = ? and id <= ?')
  const later = db.prepare('update outbox set attempts = attempts + 1, not_before = ? where id = ?')
  return {
    tell: (key: string, seq: number, outgoing: Outgoing, at: number) =>
      db.transaction(() => {
        const { seq: known } = newest.get<{ seq: number | null }>(key) ?? { seq: null }
        if (known !== null && seq < known) return
        replace.run(key)
        add.run(key, seq, JSON.stringify(outgoing), at)
      }),
    due: (at) => due.all<OutboxRow>(at).map(toEntry),
    markTold: (id) =>
      db.transaction(() => {
        const told = one.get<{ key: string; seq: number }>(id)
        if (told === undefined) return
        if (told.seq > 0) remember.run(told.key, told.seq)
        forget.run(told.key, id)
      }),
    postpone: (id, notBefore) => void later.run(notBefore, id),
  }
}

function toEntry({ id, key, seq, outgoing, attempts, not_before: notBefore }: OutboxRow): OutboxEntry {
  return { id, key, seq, outgoing: JSON.parse(outgoing), attempts, notBefore }
}
