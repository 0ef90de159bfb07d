import type { AuditEntry, ServerStore } from '../../ports/server-store.js'
import type { StoreDatabase } from './store-database.js'

type TriggerCalls = Pick<ServerStore, 'remember' | 'cursorOf' | 'setCursor' | 'audit' | 'audits'>

/** Comments that were heard, how far was looked, and who did what by hand. */
export function openTriggerTables(db: StoreDatabase): TriggerCalls {
  const remember = db.prepare('insert or ignore into comments values (?, ?, ?)')
  const cursor = db.prepare('select cursor from cursors where repository = ?')
  const setCursor = db.prepare('insert or replace into cursors values (?, ?)')
  const audit = db.prepare('insert into audits (at, who, action, subject, outcome) values (?, ?, ?, ?, ?)')
  const audits = db.prepare('select at, who, action, subject, outcome from audits order by id desc limit ?')
  return {
    remember: ({ id, repository }, at) => remember.run(id, repository, at) > 0,
    cursorOf: (repository) => cursor.get<{ cursor: string }>(repository)?.cursor ?? null,
    setCursor: (repository, at) => void setCursor.run(repository, at),
    audit: ({ at, who, action, subject, outcome }) => void audit.run(at, who, action, subject, outcome),
    audits: (limit) => audits.all<AuditEntry>(limit),
  }
}
