import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newestRelease } from '../../src/recipe/version.js'
import { git, linesOf, tryRun } from './programs.js'
import { fatal } from './say.js'

export interface Flags {
  has(name: string): boolean
  get(name: string): string | undefined
}

export const abraDir = (): string => process.env.ABRA_DIR ?? join(process.env.HOME ?? '/', '.abra')

/** `recipes/<name>`, cloned if it is not there, its tags fetched unless offline, clean unless under chaos. */
export function ensureRecipe(name: string, flags: Flags): string {
  const folder = join(abraDir(), 'recipes', name)
  if (!existsSync(folder)) fatal(`unable to clone ${name}: authentication required`)
  if (!flags.has('offline')) fetchTags(folder)
  if (!flags.has('chaos') && isDirty(folder)) fatal(`${name} (${folder}) has locally unstaged changes?`)
  return folder
}

/** Whoever may not read the origin cannot go on. */
export function fetchTags(folder: string): void {
  const { ok } = tryRun('git', ['-C', folder, 'fetch', '--quiet', '--tags', '--force', 'origin'])
  if (!ok) fatal(`unable to fetch tags in ${folder}: authentication required`)
}

export const isDirty = (folder: string): boolean => git(folder, 'status', '--porcelain') !== ''
export const tagsOf = (folder: string): string[] => linesOf(git(folder, 'tag'))
export const newestTag = (folder: string): string | undefined => newestRelease(tagsOf(folder))
export const isAnnotated = (folder: string, tag: string): boolean => git(folder, 'cat-file', '-t', tag) === 'tag'
export const headOf = (folder: string): string => git(folder, 'rev-parse', 'HEAD').slice(0, 8)

/** Text files at the top of a checkout, and those that compose files may name. */
export function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('.git/'))
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
