import { readFileSync } from 'node:fs'
import type { RunProcess } from '../../queue/queued-run.js'

/** Which process a line of /proc/<pid>/stat is of; undefined for what is no such line. */
export function parseIdentity(stat: string): (RunProcess & { readonly isDead: boolean }) | undefined {
  // The name, in brackets, may hold anything: fields are counted after its end. See proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, procStart] = [fields[0], fields[19]]
  const pid = Number.parseInt(stat, 10)
  if (state === undefined || procStart === undefined || !(pid > 1)) return undefined
  return { pid, procStart, isDead: state === 'Z' || state === 'X' }
}

/** Whether that very process still runs: not another with its number, and not one that only waits to be buried. */
export function lives({ pid, procStart }: RunProcess): boolean {
  try {
    const found = parseIdentity(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return found?.procStart === procStart && !found.isDead
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** Asks its whole process group to end; nothing when it has. */
export function askToEnd(process: RunProcess): void {
  try {
    if (lives(process)) globalThis.process.kill(-process.pid, 'SIGTERM')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
