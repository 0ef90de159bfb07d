import type { BackupPlan, BackupVolume } from '../recipe/backup-labels.js'
import type { ComposeDocument } from '../recipe/compose-document.js'
import type { ComposeService } from '../recipe/compose-service.js'
import { volumesOf } from '../recipe/service-mounts.js'
import { databaseCoverage, fileCoverage } from './coverage.js'
import { databaseKinds } from './database-kinds.js'
import { holdsAny } from './is-server.js'
import type { DatabaseKind, FoundDatabase, FoundFiles, FoundStore, RecognisedDatabase } from './store.js'

interface Recognition {
  readonly kind: DatabaseKind
  readonly service: ComposeService
  readonly database: RecognisedDatabase
  /** Keys of the volumes that hold its files. */
  readonly volumes: readonly string[]
}

/** Every place where a recipe keeps data: its databases, and each other volume that it can write to. */
export function findStores(document: ComposeDocument, plan: BackupPlan): FoundStore[] {
  const recognised = document.services.flatMap((service) => recognise(document, service))
  return [
    ...recognised.map((recognition) => toDatabase(recognition, plan)),
    ...writableVolumes(document)
      .filter((volume) => !recognised.some(({ volumes }) => volumes.includes(volume)))
      .flatMap((volume) => toFiles(volume, plan)),
  ]
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

function toDatabase({ kind, service, database, volumes }: Recognition, plan: BackupPlan): FoundDatabase {
  const path = database.database === undefined ? service.name : `${service.name}/${database.database}`
  return {
    kind: kind.kind,
    name: `${kind.kind} ${path}`,
    service: service.name,
    coverage: databaseCoverage({ service: service.name, volumes, dumpPrograms: kind.dumpPrograms }, plan),
  }
}

function toFiles(volume: string, plan: BackupPlan): FoundFiles[] {
  const planned: BackupVolume | undefined = plan.volumes.find((candidate) => candidate.volume === volume)
  if (planned === undefined) return []
  const { swarmName, include } = planned
  return [{ kind: 'file', name: `volume ${volume}`, swarmName, include, coverage: fileCoverage(planned, plan) }]
}

function writableVolumes(document: ComposeDocument): string[] {
  const all = document.services.flatMap(({ name }) => volumesOf(document, name).writable.map(({ volume }) => volume))
  return [...new Set(all)]
}
