import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AdmittedFile } from '../overlays/code-gate.js'
import type { Overlays } from '../overlays/find-overlays.js'

/** Puts the compose overlay into a checkout, beside the recipe's own compose files. */
export async function placeComposeOverlay(checkout: string, overlay: AdmittedFile | undefined): Promise<void> {
  if (overlay !== undefined) await copyFile(overlay.file, join(checkout, overlay.path))
}

/** Takes it out again, for whoever looks at the recipe as it was fetched. */
export async function removeComposeOverlay(checkout: string, overlay: AdmittedFile | undefined): Promise<void> {
  if (overlay !== undefined) await rm(join(checkout, overlay.path), { force: true })
}

/** The files of `previous/<version>/` that repair this base, by their path within the recipe. */
export function repairsOf({ previous }: Overlays, base: string): readonly { file: AdmittedFile; path: string }[] {
  const prefix = `previous/${base}/`
  return previous.flatMap((file) =>
    file.path.startsWith(prefix) ? [{ file, path: file.path.slice(prefix.length) }] : [],
  )
}

/** What lies in `previous/` for another version than the base: it repairs nothing any more. */
export function staleRepairs({ previous }: Overlays, base: string): readonly string[] {
  const versions = previous.map(({ path }) => path.split('/').slice(0, 2).join('/'))
  return [...new Set(versions)].filter((folder) => folder !== `previous/${base}`)
}

export async function placeRepairs(checkout: string, repairs: ReturnType<typeof repairsOf>): Promise<void> {
  for (const { file, path } of repairs) {
    await mkdir(dirname(join(checkout, path)), { recursive: true })
    await copyFile(file.file, join(checkout, path))
  }
}

/** Removes them before the head is checked out, which puts back what they replaced (V-04). */
export async function removeRepairs(checkout: string, repairs: ReturnType<typeof repairsOf>): Promise<void> {
  for (const { path } of repairs) {
    await rm(join(checkout, path), { force: true })
    const folder = dirname(join(checkout, path))
    if (folder !== checkout && (await readdir(folder)).length === 0) await rm(folder, { recursive: true })
  }
}
