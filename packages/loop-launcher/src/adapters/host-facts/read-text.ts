import { readdir, readFile } from 'node:fs/promises'

const isAbsent = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '')

/** Undefined where there is no such file; any other trouble is thrown. */
export async function readText(file: string): Promise<string | undefined> {
  return orAbsent(() => readFile(file, 'utf8'), undefined)
}

/** Names in a folder; none where there is no such folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return orAbsent<readonly string[]>(() => readdir(folder), [])
}

export async function orAbsent<T>(read: () => Promise<T>, absent: T): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (isAbsent(error)) return absent
    throw error
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
