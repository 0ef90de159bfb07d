import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { readUsage } from '@cc-ci/contracts/agent-client'
import type { LoopSettings, ProtocolSettings } from '@cc-ci/contracts/loop-settings'
import { phasePlanSchema } from '@cc-ci/contracts/phase-plan'
import { readYamlDocument } from '@cc-ci/contracts/yaml-document'
import { isCcCiError, type ProcessRunner } from '@cc-ci/kernel'
import type { LoggedCommit } from '../cost/read-gates.js'
import type { PhaseFact, ProtocolFacts } from '../ports/protocol-facts.js'
import type { LoopRecord } from '../report/build-report.js'
import { type JournalEntries, readJournalEntries } from '../report/read-journal-entries.js'
import { clientPlace, findTranscript } from './host-facts/client-facts.js'
import { ask } from './host-facts/look.js'
import { namesIn, orAbsent, readText } from './host-facts/read-text.js'
import { readPieces } from './read-pieces.js'

type Environment = Readonly<Record<string, string | undefined>>

export interface RecordsSubject {
  /** The folder of cc-ci.yaml. */
  readonly workspace: string
  readonly loops: readonly LoopSettings[]
  readonly environment: Environment
}

/** What every loop left behind: those of cc-ci.yaml first, then those that are no longer in it. */
export async function readLoopRecords({
  workspace,
  loops,
  environment,
}: RecordsSubject): Promise<readonly LoopRecord[]> {
  const state = join(workspace, '.cc-ci', 'loops')
  const known = loops.map(({ name }) => name)
  const left = (await namesIn(state)).filter((name) => !known.includes(name))
  const gone = await Promise.all(
    left.map(async (name) => ({ name, there: await exists(join(state, name, 'journal.jsonl')) })),
  )
  const all = [
    ...loops.map(({ name, role, environment: own }) => ({ name, role, environment: { ...environment, ...own } })),
    ...gone.filter(({ there }) => there).map(({ name }) => ({ name, role: 'no longer in cc-ci.yaml', environment })),
  ]
  return Promise.all(
    all.map(async ({ name, role, environment: its }) => {
      const journal = readJournalEntries((await readText(join(state, name, 'journal.jsonl'))) ?? '')
      return { name, role, journal, usage: readUsage(piecesOf(await transcriptsOf(journal, its))) }
    }),
  )
}

/** The commits of the coordination repository, the newest first; none where it has none, or is none. */
export async function readCommits(
  { workspace, loops }: RecordsSubject,
  protocol: ProtocolSettings,
  processes: ProcessRunner,
): Promise<readonly LoggedCommit[]> {
  const folders = [protocol.repository, ...loops.map(({ folder }) => folder)].map((each) => resolve(workspace, each))
  for (const folder of folders) {
    if (!(await exists(folder))) continue
    const newest = await remoteBranch(folder, processes)
    const log = ['git', '-C', folder, 'log', '--format=%H%x09%ct%x09%s', ...newest, '--']
    const { exitCode, stdout } = await ask(processes, log)
    if (exitCode === 0) return stdout.split('\n').flatMap(readCommit)
  }
  return []
}

/** What the plan says of the phases, where nothing tells what the protocol says. */
export class PlanFacts implements ProtocolFacts {
  readonly #file: string

  /** `file`: the path of phases.yaml. */
  constructor(file: string) {
    this.#file = file
  }

  /** None without a plan, or with one that cannot be read. */
  async phases(): Promise<readonly PhaseFact[]> {
    const read = readYamlDocument(phasePlanSchema, (await readText(this.#file)) ?? '')
    if (!read.ok) return []
    return read.value.phases.map(({ id, title, items }) => ({
      ...{ id, title, items, findings: [] },
      ...{ done: false, veto: undefined },
    }))
  }
}

/** What was fetched counts as well as what is checked out. */
async function remoteBranch(folder: string, processes: ProcessRunner): Promise<readonly string[]> {
  try {
    const { exitCode } = await ask(processes, ['git', '-C', folder, 'rev-parse', '--verify', '--quiet', '@{upstream}'])
    return exitCode === 0 ? ['HEAD', '@{upstream}'] : ['HEAD']
  } catch (error) {
    if (isCcCiError(error)) return ['HEAD']
    throw error
  }
}

function readCommit(line: string): readonly LoggedCommit[] {
  const [hash = '', at, ...subject] = line.split('\t')
  return at === undefined ? [] : [{ hash, at: Number(at), subject: subject.join('\t') }]
}

/** Of every conversation that the loop had, and of the agents that those started. */
async function transcriptsOf({ entries }: JournalEntries, environment: Environment): Promise<readonly string[]> {
  const place = clientPlace(environment)
  const ids = entries.flatMap(({ sessionId }) => (typeof sessionId === 'string' ? [sessionId] : []))
  const found = await Promise.all([...new Set(ids)].map(async (id) => ({ id, file: await findTranscript(place, id) })))
  const files = await Promise.all(
    found.map(async ({ id, file }) => {
      if (file === undefined) return []
      const folder = join(dirname(file), id, 'subagents')
      const names = (await namesIn(folder)).filter((name) => name.endsWith('.jsonl'))
      return [file, ...names.map((name) => join(folder, name))]
    }),
  )
  return files.flat()
}

function* piecesOf(files: readonly string[]): Generator<string> {
  for (const file of files) yield* readPieces(file)
}

const exists = async (path: string): Promise<boolean> => (await orAbsent(() => stat(path), undefined)) !== undefined
