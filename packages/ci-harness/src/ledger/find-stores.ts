import type { BackupPlan, BackupVolume } from '../recipe/backup-labels.js'
import type { ComposeDocument } from '../recipe/compose-document.js'
import type { ComposeService } from '../recipe/compose-service.js'
import { volumesOf } from '../recipe/service-mounts.js'
import { databaseCoverage, fileCoverage } from './coverage.js'
import { databaseKinds } from './database-kinds.js'
import { findUnwatched } from './find-unwatched.js'
import { holdsAny } from './is-server.js'
import type {
  DatabaseKind,
  FoundDatabase,
  FoundFiles,
  FoundStore,
  FoundStores,
  RecognisedDatabase,
  Unproven,
} from './store.js'

interface Recognition {
  readonly kind: DatabaseKind
  readonly service: ComposeService
  readonly database: RecognisedDatabase
  /** Keys of the volumes that hold its files. */
  readonly volumes: readonly string[]
}

/**
 * Every place where a recipe keeps data: its databases, each other volume that it can write to (once, however many
 * services and replicas share it), and by name what cannot be watched.
 */
export function findStores(document: ComposeDocument, plan: BackupPlan): FoundStores {
  const recognised = document.services.flatMap((service) => recognise(document, service))
  const databases = recognised.map((recognition) => toDatabase(recognition, plan))
  const volumes = writableVolumes(document).filter((volume) => !recognised.some((one) => one.volumes.includes(volume)))
  const files = volumes.flatMap((volume) => toFiles(volume, document, plan))
  const all = [...databases, ...files]
  return {
    watched: all.flatMap((found) => (isUnproven(found) ? [] : [found])),
    unproven: [...all.filter(isUnproven), ...findUnwatched(document)],
  }
}

function isUnproven(found: FoundStore | Unproven): found is Unproven {
  return 'reason' in found
}

/** A service is one database at most, however many kinds would take it. */
function recognise(document: ComposeDocument, service: ComposeService): Recognition[] {
  for (const kind of databaseKinds) {
    const database = kind.recognise(service)
    if (database === undefined) continue
    const mounted = volumesOf(document, service.name).writable
    const volumes = mounted.filter(({ target }) => holdsAny(target, database.dataFolders)).map(({ volume }) => volume)
    return [{ kind, service, database, volumes }]
  }
  return []
}

function toDatabase({ kind, service, database, volumes }: Recognition, plan: BackupPlan): FoundDatabase | Unproven {
  const path = database.database === undefined ? service.name : `${service.name}/${database.database}`
  const about = { kind: kind.kind, name: `${kind.kind} ${path}` }
  if (kind.forgetsWithoutVolume === true && volumes.length === 0) {
    return { ...about, backup: 'unwatched', reason: 'Not kept by design: no volume.' }
  }
  const unopened = whyUnopened(service)
  if (unopened !== undefined) return { ...about, backup: 'unknown', reason: unopened }
  const coverage = databaseCoverage({ service: service.name, volumes, dumpPrograms: kind.dumpPrograms }, plan)
  const isLoaded = plan.services.some((hooks) => hooks.service === service.name && loadsAgain(hooks))
  const note = coverage.note ?? (isLoaded ? null : (kind.needsHooks ?? null))
  return { ...about, service, coverage: coverage.backup === 'covered' ? { ...coverage, note } : coverage }
}

function loadsAgain({ restorePreHook, restorePostHook }: BackupPlan['services'][number]): boolean {
  return (restorePreHook ?? restorePostHook) !== undefined
}

/** Marks go through one server; with several it is chance whether the same one is asked again. */
function whyUnopened({ name, deploy }: ComposeService): string | undefined {
  if (!deploy.mode.startsWith('replicated') || deploy.replicas === 1) return undefined
  if (deploy.replicas === 0) return `Nothing is proven: ${name} has replicas: 0, so no server runs.`
  return `Nothing is proven: ${name} has ${deploy.replicas} replicas, and each is a server of its own.`
}

function toFiles(volume: string, document: ComposeDocument, plan: BackupPlan): Array<FoundFiles | Unproven> {
  const planned: BackupVolume | undefined = plan.volumes.find((candidate) => candidate.volume === volume)
  if (planned === undefined) return []
  const users = document.services.filter(({ name }) => mounts(document, name, volume))
  if (users.every(({ deploy }) => deploy.replicas === 0)) {
    const names = users.map(({ name }) => name).join(', ')
    const reason = `Nothing is proven: only ${names} mounts it, with replicas: 0.`
    return [{ kind: 'file', name: `volume ${volume}`, backup: 'unknown', reason }]
  }
  const { swarmName, include } = planned
  const hooks = plan.services.flatMap(({ service, preHook }) =>
    preHook !== undefined && users.some(({ name }) => name === service) ? [preHook] : [],
  )
  const coverage = fileCoverage(planned, plan)
  return [{ kind: 'file', name: `volume ${volume}`, volume, swarmName, include, coverage, hooks }]
}

function mounts(document: ComposeDocument, service: string, volume: string): boolean {
  return volumesOf(document, service).writable.some((mounted) => mounted.volume === volume)
}

function writableVolumes(document: ComposeDocument): string[] {
  const all = document.services.flatMap(({ name }) => volumesOf(document, name).writable.map(({ volume }) => volume))
  return [...new Set(all)]
}
