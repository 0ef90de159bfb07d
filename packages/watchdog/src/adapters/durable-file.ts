import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Undefined for a file that is not there; any other trouble is thrown. */
export function readTextFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Writes the whole file or leaves the old one, also when the machine loses its power; only its user can read it. */
export function writeDurably(file: string, text: string): void {
  const anew = `${file}.new`
  const descriptor = openSync(anew, 'w', 0o600)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(anew, file)
  syncFolder(dirname(file))
}

/** Until then a new name may be lost with the power, though what it names is there. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
