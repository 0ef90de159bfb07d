import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { ProcessResult } from '@cc-ci/kernel'
import { readLog } from '@cc-ci/loop-launcher'
import {
  type Instant,
  type LoopFacts,
  type LoopSensor,
  type Observation,
  senseLoop,
  type WatchedLoop,
} from '@cc-ci/watchdog'
import type { World } from '../world.js'
import type { LoopsOfWorkspace } from './control-loops.js'
import { findHandOver } from './find-hand-over.js'
import type { ProtocolView } from './protocol-view.js'
import { readWaitingUntil } from './read-waiting-until.js'

type WorkFact = LoopFacts['work']

const gitTimeoutMs = 4000
/** Lines of the log among which the last answer is. */
const lastLines = 50

/** Useful work of a loop: commits, what it waits for, and what others have handed over to it. */
export class WorkSensor implements LoopSensor {
  readonly pace = 'steady'
  readonly #control: LoopsOfWorkspace
  readonly #protocol: ProtocolView
  readonly #processes: World['processes']
  readonly #commits = new Map<
    string,
    { readonly mark: string; readonly commit: string | null; readonly at: number | null }
  >()
  readonly #waits = new Map<string, { readonly mark: string; readonly until: number | null }>()

  constructor(control: LoopsOfWorkspace, protocol: ProtocolView, { processes }: World) {
    this.#control = control
    this.#protocol = protocol
    this.#processes = processes
  }

  look(loop: WatchedLoop, now: Instant): Promise<Observation> {
    return senseLoop({ source: 'work', loop: loop.name, now }, async (): Promise<WorkFact> => {
      const { commit, at } = await this.#newestCommit(loop)
      const seen = await this.#protocol.read(now)
      return {
        commit,
        committedAt: at,
        waitingUntil: await this.#waitingUntil(loop),
        handOver: seen === undefined ? null : findHandOver(seen.commits, loop),
      }
    })
  }

  /** Asked of git only when the clone's own log of its HEAD grew. */
  async #newestCommit({ name, folder }: WatchedLoop) {
    const mark = markOf(join(folder, '.git/logs/HEAD'))
    const known = this.#commits.get(name)
    if (known !== undefined && mark !== '' && known.mark === mark) return known
    const env = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' }
    const log = ['-C', folder, 'log', '-1', '--format=%H %ct']
    const found = { mark, ...readNewest(await this.#processes.run('git', log, { env, timeoutMs: gitTimeoutMs })) }
    this.#commits.set(name, found)
    return found
  }

  /** From the last line of its last answer; read only when its transcript grew. */
  async #waitingUntil({ name, transcript }: WatchedLoop): Promise<number | null> {
    if (transcript === null) return null
    const mark = markOf(transcript)
    const known = this.#waits.get(name)
    if (known?.mark === mark) return known.until
    const log = readLog(await this.#control.loopOf(name), lastLines)
    const until = readWaitingUntil(log.findLast(({ from }) => from === 'agent')?.text ?? '')
    this.#waits.set(name, { mark, until })
    return until
  }
}

/** In git's own words: there is nothing that could have a commit. */
const nothingThere = /does not have any commits yet|not a git repository|cannot change to .+No such file or directory/

/** Throws for a git that failed, and for one that answers something else: neither says that there is no commit. */
function readNewest({ exitCode, stdout, stderr }: ProcessResult): { commit: string | null; at: number | null } {
  const [, commit, time] = /^([0-9a-f]{40,64}) (\d+)$/.exec(stdout.trim()) ?? []
  if (exitCode === 0 && commit !== undefined) return { commit, at: Number(time) }
  if (exitCode === 128 && nothingThere.test(stderr)) return { commit: null, at: null }
  throw new Error(`git log ended with ${exitCode}: ${(stderr.trim() || stdout).slice(0, 100)}`)
}

function markOf(file: string): string {
  try {
    const { size, mtimeMs } = statSync(file)
    return `${size} ${mtimeMs}`
  } catch {
    return ''
  }
}
