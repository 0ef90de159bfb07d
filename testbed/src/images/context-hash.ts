import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { testbedFolder } from '../bed-paths.js'
import { families, type ImageFamily } from './catalog.js'

export const contextLabel = 'cc-ci.testbed.context'

export const contextFolder = (family: ImageFamily) => join(testbedFolder, 'images', family.folder)

/** Changes whenever anything changes that the image is built from: its context, its parents, the Node it carries. */
export function contextHash(family: ImageFamily): string {
  const hash = createHash('sha256')
  for (const file of filesBelow(contextFolder(family))) {
    const path = join(contextFolder(family), file)
    hash.update(`${file}\0${statSync(path).mode & 0o111}\0`).update(readFileSync(path))
  }
  if (family.needs.includes('node')) hash.update(process.version)
  const parent = families.find((other) => family.parent?.startsWith(`${other.name}:`))
  if (parent !== undefined) hash.update(contextHash(parent))
  return hash.digest('hex').slice(0, 16)
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && belongsToImage(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/** Tests lie beside what they test, and what a developer installed there is not what a build installs. */
export function belongsToImage(path: string): boolean {
  return !path.includes('node_modules') && !path.endsWith('.test.ts')
}
