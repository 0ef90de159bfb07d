import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ProcessFact } from '../../decide/facts.js'
import type { Instant } from '../../decide/instant.js'
import type { Observation } from '../../decide/observation.js'
import type { WatchedLoop } from '../../ports/loop-control.js'
import type { LoopSensor } from '../../ports/sensors.js'
import { type ProcessRow, type ProcessTable, readProcLink } from '../proc/process-table.js'
import { senseLoop } from './sense.js'

/** Older ones were left behind by a git that was killed. */
const youngLockSeconds = 120

const none: ProcessFact = {
  alive: false,
  state: null,
  cpuSeconds: 0,
  children: 0,
  residentBytes: 0,
  executableDeleted: false,
  gitAtWork: false,
}

/** The agent's process and all it started, by /proc. */
export class ProcessSensor implements LoopSensor {
  readonly pace = 'steady'
  readonly #table: ProcessTable

  constructor(table: ProcessTable) {
    this.#table = table
  }

  look({ name, runner, folder }: WatchedLoop, now: Instant): Promise<Observation> {
    return senseLoop({ source: 'process', loop: name, now }, () => {
      const row = runner.agent === null ? undefined : this.#table.rows(now).get(runner.agent.pid)
      const locked = hasYoungLock(folder, now.wall)
      // A git that it began may have outlived it.
      if (row === undefined || row.start !== runner.agent?.start || row.state === 'Z')
        return { ...none, gitAtWork: locked }
      const below = this.#table.descendants(row.pid, now)
      const sum = (of: (each: ProcessRow) => number) => [row, ...below].reduce((total, each) => total + of(each), 0)
      return {
        alive: true,
        state: row.state,
        cpuSeconds: Math.round(sum(({ cpuSeconds }) => cpuSeconds)),
        children: below.length,
        residentBytes: sum(({ residentBytes }) => residentBytes),
        executableDeleted: readProcLink(row.pid, 'exe')?.endsWith(' (deleted)') ?? false,
        gitAtWork: locked || below.some((each) => this.#isGitAtWork(each)),
      }
    })
  }

  #isGitAtWork(row: ProcessRow): boolean {
    const [program = '', ...args] = this.#table.argumentsOf(row)
    return /(^|\/)git$/.test(program) && args.some((arg) => ['push', 'rebase', 'merge'].includes(arg))
  }
}

function hasYoungLock(clone: string, wall: number): boolean {
  try {
    return wall - statSync(join(gitFolder(clone), 'index.lock')).mtimeMs / 1000 < youngLockSeconds
  } catch (error) {
    // Where one may not look, there may be one.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** Of a linked work tree, `.git` is a file that names it; see gitrepository-layout(5). */
function gitFolder(clone: string): string {
  const own = join(clone, '.git')
  if (statSync(own).isDirectory()) return own
  const [, folder = ''] = /^gitdir: (.+)$/m.exec(readFileSync(own, 'utf8')) ?? []
  return resolve(clone, folder)
}
