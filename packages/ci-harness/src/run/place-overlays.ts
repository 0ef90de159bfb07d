import { constants } from 'node:fs'
import { copyFile, lstat, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { AdmittedFile } from '../overlays/code-gate.js'
import type { Overlays } from '../overlays/find-overlays.js'

/** Puts the compose overlay into a checkout, beside the recipe's own compose files. */
export async function placeComposeOverlay(checkout: string, overlay: AdmittedFile | undefined): Promise<void> {
  if (overlay !== undefined) await placeFile(checkout, overlay.path, overlay)
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
  for (const { file, path } of repairs) await placeFile(checkout, path, file)
}

/** Never through a link of the checkout: it would lead whoever writes there to a file of this host. */
async function placeFile(checkout: string, path: string, { file }: AdmittedFile): Promise<void> {
  const target = join(checkout, path)
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const stats = await lstat(join(checkout, folder)).catch(() => undefined)
    if (stats !== undefined && !stats.isDirectory())
      throw new CcCiError(
        'FILE_OUTSIDE_RECIPE',
        `${path} cannot be laid over the recipe: its ${folder} is no folder.`,
        {
          place: { file },
          exitCode: 2,
        },
      )
  }
  await mkdir(dirname(target), { recursive: true })
  await rm(target, { recursive: true, force: true })
  await copyFile(file, target, constants.COPYFILE_EXCL)
}

/** Removes them before the head is checked out, which puts back what they replaced (V-04). */
export async function removeRepairs(checkout: string, repairs: ReturnType<typeof repairsOf>): Promise<void> {
  for (const { path } of repairs) {
    await rm(join(checkout, path), { force: true })
    const folder = dirname(join(checkout, path))
    if (folder !== checkout && (await readdir(folder)).length === 0) await rm(folder, { recursive: true })
  }
}
