import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'

/** Where one run keeps everything it makes: evidence, result, its own checkout. */
export interface RunFolder {
  readonly runId: string
  readonly seq: number
  readonly path: string
}

/** Makes the next run folder; its number is taken atomically, so that two runs never share one. */
export async function createRunFolder(runsDir: string): Promise<RunFolder> {
  try {
    await makeFolder(runsDir)
    for (let seq = (await highestSeq(runsDir)) + 1; ; seq += 1) {
      const path = join(runsDir, String(seq))
      if (await makeNew(path)) return { runId: String(seq), seq, path }
    }
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code
    throw new CcCiError('RUNS_DIR_UNUSABLE', `No run folder can be made in ${runsDir}: ${why}.`, {
      hint: 'Set runsDir in cc-ci.yaml, or --runs-dir, to a folder that you may write to.',
      exitCode: 2,
      cause,
    })
  }
}

/** Removes a folder whose run ended before it began, so that bad input leaves nothing behind. */
export async function discardRunFolder(folder: RunFolder): Promise<void> {
  await rm(folder.path, { recursive: true, force: true })
}

/** Writes a file so that a reader sees the old one or the new one, never half of it. */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.draft`
  await writeFile(draft, content)
  await rename(draft, path)
}

/** The same, and what it wrote outlives a power cut: the file is on the disk before it gets its name. */
export async function writeFileDurably(path: string, content: string): Promise<void> {
  const draft = `${path}.${process.pid}.draft`
  const file = await open(draft, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}

/** Node's own recursive mkdir never ends where the kernel refuses new folders with ENOENT, as /proc does. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    const parent = dirname(path)
    if (code !== 'ENOENT' || parent === path || existsSync(parent)) throw error
    await makeFolder(parent)
    await mkdir(path)
  }
}

async function highestSeq(runsDir: string): Promise<number> {
  const numbers = (await readdir(runsDir)).filter((name) => /^[1-9]\d*$/.test(name)).map(Number)
  return Math.max(0, ...numbers)
}

async function makeNew(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
