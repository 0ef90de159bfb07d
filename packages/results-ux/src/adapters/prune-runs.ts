import { lstatSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RetentionSettings } from '@cc-ci/contracts/retention-settings'
import { canonicalRecordSchema } from '@cc-ci/contracts/sweep-state'
import type { History } from '../history/history.js'
import { holdRuns, type KnownCanonical } from '../retention/hold-runs.js'
import { planRetention, type Removal, type RetentionPlan, type StoredFile } from '../retention/plan-retention.js'
import { renderPrunedNote } from '../retention/render-removals.js'

/** Looks at every run folder and says what has to go; changes nothing. `now` in epoch seconds. */
export function planPruning(
  runsFolder: string,
  history: History,
  { settings, now }: { readonly settings: RetentionSettings; readonly now: number },
): RetentionPlan {
  const rows = history.fleet().flatMap(({ recipe }) => history.runsOf(recipe))
  const held = holdRuns(rows, readCanonicals(runsFolder), now)
  const runs = rows.map((row) => ({
    row,
    files: filesBelow(join(runsFolder, row.folder)),
    held: held.get(row.folder),
  }))
  const known = new Set(rows.map(({ folder }) => folder))
  const others = namesIn(runsFolder).filter((name) => !known.has(name))
  const otherBytes = others
    .flatMap((name) => filesBelow(join(runsFolder, name)))
    .reduce((sum, { bytes }) => sum + bytes, 0)
  return planRetention(runs, settings, { now, otherBytes })
}

/**
 * Removes what the plan says, run by run; each folder says so in `pruned.txt` before it loses a file, so that a kill in
 * the middle leaves no gap without a word. Gives what could not be removed.
 */
export function pruneRuns(
  runsFolder: string,
  { removals }: RetentionPlan,
  now: number,
): readonly { readonly file: string; readonly reason: string }[] {
  return removals.flatMap((removal) => {
    const folder = join(runsFolder, removal.row.folder)
    const failed = attempt(join(folder, 'pruned.txt'), () => noteRemoval(folder, removal, now))
    if (failed.length > 0) return failed
    return removal.files.flatMap(({ path }) => attempt(join(folder, path), () => removeFile(folder, path)))
  })
}

function noteRemoval(folder: string, removal: Removal, now: number): void {
  const file = join(folder, 'pruned.txt')
  const before = lstatSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, 'utf8') : ''
  writeFileSync(`${file}.part`, `${before}${renderPrunedNote(removal, now)}`)
  renameSync(`${file}.part`, file)
}

/** With the folders that it leaves empty. */
function removeFile(folder: string, path: string): void {
  const file = join(folder, path)
  rmSync(file, { force: true })
  for (let parent = dirname(file); parent !== folder && namesIn(parent).length === 0; parent = dirname(parent))
    rmdirSync(parent)
}

function attempt(file: string, act: () => void): { file: string; reason: string }[] {
  try {
    act()
    return []
  } catch (error) {
    return [{ file, reason: (error as Error).message }]
  }
}

/** A canonical that cannot be read holds every run of its recipe. */
function readCanonicals(runsFolder: string): KnownCanonical[] {
  return namesIn(runsFolder).flatMap((name) => {
    const recipe = recipeInName(name)
    return recipe === undefined ? [] : [{ recipe, commit: commitIn(join(runsFolder, name)) }]
  })
}

function recipeInName(name: string): string | undefined {
  const written = /^canonical\.(.+)\.json$/.exec(name)?.[1]
  try {
    return written && decodeURIComponent(written)
  } catch {
    return undefined
  }
}

function commitIn(file: string): string | undefined {
  try {
    return canonicalRecordSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).commit
  } catch {
    return undefined
  }
}

/** Links count as themselves, and are not followed. */
function filesBelow(root: string, below = ''): StoredFile[] {
  return readdirOf(join(root, below)).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) return filesBelow(root, path)
    const found = lstatSync(join(root, path), { throwIfNoEntry: false })
    return found === undefined ? [] : [{ path, bytes: found.size }]
  })
}

function readdirOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

const namesIn = (folder: string): string[] => readdirOf(folder).map(({ name }) => name)
