import { type BackupCompanion, startBackupCompanion } from '../backup/backup-companion.js'
import { findImageVolumes } from '../ledger/find-image-volumes.js'
import { findStores } from '../ledger/find-stores.js'
import { openLedger } from '../ledger/ledger.js'
import { SqliteTool } from '../ledger/sqlite-tool.js'
import { readBackupPlan } from '../recipe/backup-labels.js'
import { swarmNameOf } from '../recipe/compose-document.js'
import { mountedVolumesOf } from '../recipe/service-mounts.js'
import type { OpenedStores } from './opened-stores.js'
import type { PreparedApp } from './prepare-app.js'
import type { RunContext } from './run-context.js'

/**
 * Opens and seeds the stores of an app. Called anew after the upgrade, because the head may mount other volumes and
 * save them by other labels; what was counted before stays in the record.
 */
export function openStores(context: RunContext, app: PreparedApp): Promise<OpenedStores> {
  const { world, plan: run, journal, record } = context
  return journal.phase('seed data', async () => {
    const plan = readBackupPlan(app.document, run.stack)
    const found = findStores(app.document, plan)
    const companion = await companionOf(context, app)
    const { stack } = run
    const { swarm, clock } = world
    const sqlite = new SqliteTool({ stack, swarm, folderOf: (volume) => companion.folderOf(volume) })
    const unnamed = await findImageVolumes(app.document, { stack, swarm })
    const everything = { watched: found.watched, unproven: [...found.unproven, ...unnamed] }
    const ledger = await openLedger(everything, { stack, swarm, clock, companion, sqlite })
    const seeded = await ledger.seedAll()
    const earlier = record.data
    const counted = seeded.map((store) => ({
      ...store,
      afterUpgrade: earlier.find((old) => old.store === store.store)?.afterUpgrade ?? null,
    }))
    const gone = earlier.filter((old) => !seeded.some(({ store }) => store === old.store))
    record.data = [...counted, ...gone]
    return { found, ledger, companion, plan }
  })
}

/** One companion a run: an upgrade that brings new volumes only shows it more of them. */
async function companionOf({ stores, plan, request, world }: RunContext, app: PreparedApp): Promise<BackupCompanion> {
  const volumes = mountedVolumesOf(app.document).map((volume) => swarmNameOf(volume, plan.stack))
  if (stores === undefined)
    return startBackupCompanion({ stack: plan.stack, volumes, image: request.backupImage }, world.swarm)
  await stores.companion.mount(volumes)
  return stores.companion
}
