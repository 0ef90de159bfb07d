import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseRegistryRecord, type RegistryRecord } from '@cc-ci/contracts/agent-client'
import type { Instant } from '../../decide/instant.js'

/** Records of one configuration folder; a file is read again only when it was written again. */
export class RegistryFolder {
  readonly #folder: string
  #readAt: number | undefined
  #records: readonly RegistryRecord[] = []
  #files = new Map<string, { readonly mark: string; readonly record: RegistryRecord | undefined }>()

  constructor(clientFolder: string) {
    this.#folder = join(clientFolder, 'sessions')
  }

  /** Also those of processes that are gone; none before the first client was started there. */
  records(now: Instant): readonly RegistryRecord[] {
    if (this.#readAt !== now.mono) this.#read()
    this.#readAt = now.mono
    return this.#records
  }

  #read(): void {
    const files = new Map(
      namesIn(this.#folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => [name, this.#readOne(name)]),
    )
    this.#files = files
    this.#records = [...files.values()].flatMap(({ record }) => record ?? [])
  }

  #readOne(name: string): { mark: string; record: RegistryRecord | undefined } {
    const file = join(this.#folder, name)
    try {
      const { mtimeMs, size, ino } = statSync(file)
      const mark = `${mtimeMs} ${size} ${ino}`
      const known = this.#files.get(name)
      return known?.mark === mark ? known : { mark, record: parseRegistryRecord(readFileSync(file, 'utf8')) }
    } catch (error) {
      // Its process ended between two looks. A record that may not be read could be anybody's.
      if (isAbsent(error)) return { mark: '', record: undefined }
      throw error
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isAbsent(error)) return []
    throw error
  }
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}
