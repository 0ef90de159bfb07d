import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readJournalEntries } from '../../report/read-journal-entries.js'
import { parseJson, readText } from './read-text.js'

/** What is known about a loop from its own files. */
export interface Recollection {
  /** The conversation it had last. */
  readonly sessionId: string | undefined
  /** The client version of its last start. */
  readonly version: string | undefined
  /** Its agent and its runner, if they live. */
  readonly pids: readonly number[]
}

const runSchema = z.looseObject({
  pid: z.number().int(),
  start: z.string(),
  agentPid: z.number().int(),
  agentStart: z.string(),
})

/** From `.cc-ci/loops/<name>/`: journal.jsonl, and run.json, which is true only while its processes live. */
export async function recallLoop(workspace: string, name: string): Promise<Recollection> {
  const folder = join(workspace, '.cc-ci', 'loops', name)
  const { entries } = readJournalEntries((await readText(join(folder, 'journal.jsonl'))) ?? '')
  const { data } = runSchema.safeParse(parseJson((await readText(join(folder, 'run.json'))) ?? ''))
  const lived = data === undefined ? [] : [[data.agentPid, data.agentStart] as const, [data.pid, data.start] as const]
  const living = await Promise.all(lived.map(async ([pid, start]) => ((await startOf(pid)) === start ? [pid] : [])))
  const sessions = entries.flatMap(({ sessionId }) => (typeof sessionId === 'string' ? [sessionId] : []))
  const versions = entries.flatMap(({ version }) => (typeof version === 'string' ? [version] : []))
  return { sessionId: sessions.at(-1), version: versions.at(-1), pids: living.flat() }
}

async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}
