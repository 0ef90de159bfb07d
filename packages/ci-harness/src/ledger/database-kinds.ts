import { mongodb } from './mongodb-store.js'
import { mysql } from './mysql-store.js'
import { postgres } from './postgres-store.js'
import { redis } from './redis-store.js'
import type { DatabaseKind } from './store.js'

/** Every database server that the ledger can watch. */
export const databaseKinds: readonly DatabaseKind[] = [postgres, mysql, redis, mongodb]
