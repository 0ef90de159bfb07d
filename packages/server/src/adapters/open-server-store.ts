import type { ServerStore } from '../ports/server-store.js'
import { openOutboxTable } from './store/outbox-table.js'
import { openRunTable } from './store/run-table.js'
import { StoreDatabase } from './store/store-database.js'
import { openTriggerTables } from './store/trigger-tables.js'

/**
 * Opens the store in a file, which is made if need be, for this process alone; with `readOnly` for one that only looks,
 * beside the server, and whose changes throw. SERVER_STORE_FAILED for what is damaged, newer, or in use: nothing is
 * changed then.
 */
export function openServerStore(file: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): ServerStore {
  const db = new StoreDatabase(file, { readOnly })
  return {
    transaction: (work) => db.transaction(work),
    ...openRunTable(db),
    ...openOutboxTable(db),
    ...openTriggerTables(db),
    close: () => db.close(),
  }
}
