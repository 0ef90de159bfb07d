import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { z } from 'zod'

const intentSchema = z.object({
  subject: z.string(),
  author: z.string(),
  /** The commit on which the texts were made. */
  base: z.string(),
  /** By path from the top of the clone. */
  files: z.record(z.string(), z.string()),
})

/** What a command is about to commit; it is written down before the first file is, and goes when all is done. */
export type ProtocolIntent = z.infer<typeof intentSchema>

/** The intent of a command that was killed; undefined without one. A torn one says nothing, so it counts as none. */
export async function readIntent(folder: string): Promise<ProtocolIntent | undefined> {
  const text = await readFile(fileIn(folder), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return 'null'
    throw error
  })
  try {
    return intentSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export async function writeIntent(folder: string, intent: ProtocolIntent): Promise<void> {
  await writeWhole(fileIn(folder), JSON.stringify(intent), folder)
}

export async function removeIntent(folder: string): Promise<void> {
  await rm(fileIn(folder), { force: true })
}

/** Writes a file of the clone so that nobody ever sees half of it. `scratch` lies on the same file system. */
export async function writeInClone(
  top: string,
  path: string,
  { text, scratch }: { text: string; scratch: string },
): Promise<void> {
  const target = join(top, path)
  await mkdir(dirname(target), { recursive: true })
  const real = await realpath(dirname(target))
  if (!`${real}${sep}`.startsWith(`${await realpath(top)}${sep}`)) {
    throw new CcCiError('PROTOCOL_FOLDER_INVALID', `${dirname(target)} leads out of the clone, to ${real}.`, {
      hint: 'Make it a real folder of the repository.',
      place: { file: dirname(target) },
      exitCode: 2,
    })
  }
  await writeWhole(target, text, scratch)
}

async function writeWhole(target: string, text: string, scratch: string): Promise<void> {
  await mkdir(scratch, { recursive: true })
  const temporary = join(scratch, `${randomUUID()}.tmp`)
  const file = await open(temporary, 'w', 0o644)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, target)
}

const fileIn = (folder: string): string => join(folder, 'intent.json')
