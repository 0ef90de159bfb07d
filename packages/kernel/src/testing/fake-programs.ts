import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Writes fake programs into a folder and gives the environment in which they are found before the real ones.
 * A program is a script with a `#!` line, or the body of a POSIX shell script.
 */
export function putOnPath(folder: string, programs: Readonly<Record<string, string>>): { readonly PATH: string } {
  mkdirSync(folder, { recursive: true })
  for (const [name, script] of Object.entries(programs)) {
    const path = join(folder, name)
    writeFileSync(path, script.startsWith('#!') ? script : `#!/bin/sh\n${script}\n`)
    chmodSync(path, 0o755)
  }
  return { PATH: [folder, process.env.PATH ?? ''].join(delimiter) }
}
