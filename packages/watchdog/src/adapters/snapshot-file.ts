import { renameSync } from 'node:fs'
import { printCheckedLine, readCheckedLines } from '@cc-ci/contracts/checked-lines'
import type { Snapshot } from '../journal/snapshot.js'
import type { WatchPaths } from '../journal/watch-paths.js'
import { readTextFile, writeDurably } from './durable-file.js'

/** Keeps the one before. */
export function writeSnapshot({ snapshot: file, olderSnapshot }: WatchPaths, snapshot: Snapshot): void {
  if (readOne(file) !== undefined) renameSync(file, olderSnapshot)
  writeDurably(file, printCheckedLine(snapshot))
}

export interface ReadSnapshot {
  /** The newest that is intact; null before the first one. */
  readonly snapshot: Snapshot | null
  /** Those that are not what was written. */
  readonly damaged: readonly string[]
}

export function readSnapshot({ snapshot, olderSnapshot }: WatchPaths): ReadSnapshot {
  const damaged: string[] = []
  for (const file of [snapshot, olderSnapshot]) {
    const found = readOne(file)
    if (found !== undefined) return { snapshot: found, damaged }
    if (readTextFile(file) !== undefined) damaged.push(file)
  }
  return { snapshot: null, damaged }
}

function readOne(file: string): Snapshot | undefined {
  const { values } = readCheckedLines(readTextFile(file) ?? '')
  const [value] = values as readonly Partial<Snapshot>[]
  return value?.schemaVersion === 1 ? (value as Snapshot) : undefined
}
