import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { families } from '../../testbed/src/images/catalog.js'

/** The images of the test bed that the compose files below these folders name, and the one that backups need. */
export async function imagesFor(folders: readonly string[]): Promise<string[]> {
  const named = new Set(['restic/restic'])
  for (const folder of folders.filter((candidate) => existsSync(candidate))) {
    const entries = await readdir(folder, { recursive: true })
    for (const file of entries.filter((entry) => /compose(\.[^/]+)?\.yml$/.test(entry))) {
      const text = await readFile(join(folder, file), 'utf8')
      for (const [, image = ''] of text.matchAll(/^\s+image:\s*([^:\s]+)/gm)) named.add(image)
    }
  }
  return families.map(({ name }) => name).filter((name) => named.has(name))
}
