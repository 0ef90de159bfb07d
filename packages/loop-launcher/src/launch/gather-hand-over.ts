import { tell } from '../adapters/host-facts/look.js'
import { foldJournal } from '../journal/fold-journal.js'
import { type PhaseChoice, readPrompt } from './check-launch.js'
import type { Loop } from './loop.js'
import { readLog } from './read-log.js'

const newestCommits = 15
const mostChanges = 40
/** Lines of the log to find an answer in. */
const lastLines = 200

/** What a loop leaves to whoever goes on with its work, from git and files alone. */
export interface HandOver {
  /** Its whole first prompt. */
  readonly prompt: string
  readonly phase: string | null
  /** STATUS.md of its phase, as it is committed; empty where there is none. */
  readonly status: string
  /** The newest first. */
  readonly commits: readonly string[]
  /** As git status names them. */
  readonly uncommitted: readonly string[]
  readonly lastAnswer: string
}

export async function gatherHandOver(loop: Loop, phase: PhaseChoice | undefined): Promise<HandOver> {
  const git = (...args: readonly string[]) => tell(loop.processes, ['git', '-C', loop.folder, ...args])
  const lines = (text: string) => text.split('\n').filter((line) => line !== '')
  const id = phase?.id ?? foldJournal(loop.journal.read().records).starting?.phase
  const status = id === undefined ? '' : git('show', `HEAD:${loop.spec.protocolFolder}/${id}/STATUS.md`)
  return {
    prompt: readPrompt(loop, phase),
    phase: phase === undefined ? null : `${phase.id}, ${phase.title}`,
    status: await Promise.resolve(status).catch(() => ''),
    commits: lines(await git('log', `--max-count=${newestCommits}`, '--format=%h %s (%an)').catch(() => '')),
    uncommitted: lines(await git('status', '--porcelain')).slice(0, mostChanges),
    lastAnswer: readLog(loop, lastLines).findLast(({ from }) => from === 'agent')?.text ?? '',
  }
}
