import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import type { Pictures } from '../render/page-screenshots.js'
import { relativeLink } from '../render/relative-link.js'

/** The screenshots that a result names, by their names in its folder; what is not there, or outside of it, is left out. */
export async function readPictures({ artefacts }: RunResult, folder: string): Promise<Pictures> {
  const named = [artefacts.screenshot, ...artefacts.screenshots.map(({ file }) => file)]
  const inside = [...new Set(named)].filter((file) => file !== null && relativeLink(file) !== undefined) as string[]
  const read = inside.map(async (file) => [file, await readFile(join(folder, file)).catch(() => undefined)] as const)
  const pictures = new Map<string, Uint8Array>()
  for (const [file, content] of await Promise.all(read)) if (content !== undefined) pictures.set(file, content)
  return pictures
}
