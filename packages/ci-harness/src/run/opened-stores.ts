import type { BackupCompanion } from '../backup/backup-companion.js'
import type { Ledger } from '../ledger/ledger.js'
import type { FoundStores } from '../ledger/store.js'
import type { BackupPlan } from '../recipe/backup-labels.js'

/** The stores of what is deployed now, seeded, and the container through which their files are reached. */
export interface OpenedStores {
  readonly found: FoundStores
  readonly ledger: Ledger
  readonly companion: BackupCompanion
  readonly plan: BackupPlan
}
