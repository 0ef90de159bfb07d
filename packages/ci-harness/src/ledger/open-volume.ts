import { posix } from 'node:path'
import { isCcCiError } from '@cc-ci/kernel'
import { openFileStore } from './file-store.js'
import { findSqliteFiles } from './find-sqlite-files.js'
import { openSqliteStore } from './sqlite-store.js'
import type { SqliteAnswer } from './sqlite-tool.js'
import type { Coverage, FoundFiles, Store, StoreWorld, Unproven } from './store.js'

/** The files of a volume, and each SQLite database that lies in it. */
export async function openVolume(found: FoundFiles, world: StoreWorld): Promise<ReadonlyArray<Store | Unproven>> {
  const [files, databases] = await Promise.all([openFileStore(found, world), openDatabases(found, world)])
  return [...databases, files]
}

async function openDatabases(found: FoundFiles, world: StoreWorld): Promise<ReadonlyArray<Store | Unproven>> {
  const { volume, swarmName } = found
  const root = world.companion.folderOf(swarmName)
  const files = await findSqliteFiles(root, world.companion)
  if (files === undefined) return [unknown(volume, 'the volume holds too many files to search it for databases.')]
  if (files.paths.length === 0) return []
  try {
    await world.sqlite.mount(swarmName)
  } catch (error) {
    if (!isCcCiError(error) || error.code !== 'IMAGE_PULL_FAILED') throw error
    return files.paths.map((path) => unknown(`${volume}/${path}`, error.message))
  }
  const opened = files.paths.map((path) => openDatabase(found, path, posix.join(root, path), world))
  const more = files.more === 0 ? [] : [unknown(`${volume}/…`, `${files.more} more databases were not looked at.`)]
  return [...(await Promise.all(opened)), ...more]
}

/** An app that keeps its database for itself lets nobody else read it, ever: that is known before anything is written. */
async function openDatabase(
  found: FoundFiles,
  path: string,
  fullPath: string,
  world: StoreWorld,
): Promise<Store | Unproven> {
  const name = `${found.volume}/${path}`
  const answer = await lookAt(fullPath, world)
  if (typeof answer === 'string') return unknown(name, answer)
  if (answer.state === 'locked') return unknown(name, `the app keeps it locked: ${answer.words}.`)
  if (answer.state !== 'ok') return unknown(name, `it could not be read before anything was done: ${answer.words}.`)
  return openSqliteStore({ name: `sqlite ${name}`, path: fullPath, coverage: coverageOf(found, path) }, world)
}

async function lookAt(path: string, { sqlite }: StoreWorld): Promise<SqliteAnswer | string> {
  try {
    return await sqlite.ask({ op: 'count', path })
  } catch (error) {
    if (!isCcCiError(error) || error.code !== 'STORE_CLIENT_FAILED') throw error
    return error.message
  }
}

/**
 * A database that lies outside of what is saved, and that no hook dumps, is lost (B-04). A hook that names neither SQLite
 * nor the file may be for something else, so it does not outweigh a label that leaves the whole volume out.
 */
function coverageOf({ volume, include, coverage, hooks }: FoundFiles, path: string): Coverage {
  const name = posix.basename(path)
  const isNamed = hooks.some((hook) => hook.includes(name) || /sqlite|\bvacuum\b/i.test(hook))
  if (coverage.backup === 'excluded' && isNamed) return { backup: 'covered', note: null }
  if (coverage.backup !== 'covered' || include === 'all' || hooks.length > 0) return coverage
  if (include.some((saved) => saved === '' || path.startsWith(`${saved}/`))) return coverage
  if (include.includes(path)) {
    return { ...coverage, note: `Saved without the ${name}-wal beside it, where its newest rows may be.` }
  }
  const note = `Of volume ${volume} only ${include.join(', ')} is saved, and no hook dumps ${path}.`
  return { backup: 'not-covered', note }
}

function unknown(path: string, why: string): Unproven {
  return { name: `sqlite ${path}`, kind: 'sqlite', backup: 'unknown', reason: `Nothing is proven: ${why}` }
}
