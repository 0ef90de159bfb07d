import { copyFile, lstat, mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AdmittedFile } from './code-gate.js'

/**
 * Copies the folder of admitted files aside, before checkouts move the tree, with the helpers beside them; only the
 * copy runs. Links and hard links are left behind: a helper must not be a way around the gate.
 */
export async function stageFiles(files: readonly AdmittedFile[], stage: string): Promise<readonly AdmittedFile[]> {
  const [first] = files
  if (first === undefined) return []
  await copyPlainFiles(first.root, stage)
  return files.map((each) => ({ ...each, root: stage, file: join(stage, each.path) }))
}

async function copyPlainFiles(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await copyPlainFiles(source, target)
    else if (entry.isFile() && (await lstat(source)).nlink === 1) {
      await mkdir(dirname(target), { recursive: true })
      await copyFile(source, target)
    }
  }
}
