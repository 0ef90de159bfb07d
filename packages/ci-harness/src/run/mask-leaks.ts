import { isUtf8 } from 'node:buffer'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { writeFileAtomically } from './run-folder.js'
import type { SecretMask } from './secret-mask.js'

/**
 * Looks through every file the run wrote, so that a leak is seen by us before it is seen by others, and takes
 * it out: texts are masked, other files removed. Gives back a sentence for each file that leaked.
 */
export async function maskLeaks(folder: string, mask: Pick<SecretMask, 'mask' | 'leaksIn'>): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const leaks: string[] = []
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const content = await readFile(path)
    const text = content.toString('utf8')
    if (!mask.leaksIn(text)) continue
    const name = relative(folder, path)
    const masked = mask.mask(text)
    if (isUtf8(content) && !mask.leaksIn(masked)) {
      await writeFileAtomically(path, masked)
      leaks.push(`A secret value stood in ${name}; it was masked there.`)
    } else {
      await rm(path)
      leaks.push(`A secret value stood in ${name}; that file was removed.`)
    }
  }
  return leaks
}
