import { CcCiError } from '@cc-ci/kernel'
import { countCanaries, makeCanaries } from './canaries.js'
import { checkWiped } from './check-wiped.js'
import type { SqliteAnswer, SqliteRequest } from './sqlite-tool.js'
import type { Count, Coverage, Store, StoreWorld } from './store.js'

/** A SQLite file that was found in a volume. */
export interface FoundSqlite {
  readonly name: string
  /** As the tool has it. */
  readonly path: string
  readonly coverage: Coverage
}

/** Rows in a table of ours, written through SQLite's own locks while the app has the file open. */
export function openSqliteStore({ name, path, coverage }: FoundSqlite, { sqlite }: Pick<StoreWorld, 'sqlite'>): Store {
  const canaries = makeCanaries()
  let checkBefore: readonly string[] = ['ok']
  const ask = async (request: Omit<SqliteRequest, 'path'>) => {
    const answer = await sqlite.ask({ ...request, path })
    if (answer.state === 'locked') throw locked(name, answer.words)
    return answer
  }
  const count = async (): Promise<Count> => {
    const answer = await ask({ op: 'count' })
    if (answer.state !== 'ok') return { found: 0, damage: wordsFor(answer) }
    const found = countCanaries(canaries, answer.rows)
    const damage = newFindings(checkBefore, answer.check)
    return damage === undefined ? { found } : { found, damage }
  }
  return {
    name,
    kind: 'sqlite',
    coverage,
    count,
    seed: async () => {
      const answer = await ask({ op: 'seed', canaries })
      if (answer.state !== 'ok') return 0
      checkBefore = answer.check
      return countCanaries(canaries, answer.rows)
    },
    wipe: async () => {
      const answer = await ask({ op: 'wipe' })
      // A file that is gone has lost its canaries too.
      checkWiped(name, answer.state === 'ok' ? { found: answer.rows.length } : { found: 0 })
    },
  }
}

/** What was wrong with the file before is not the upgrade's or the restore's fault. */
function newFindings(before: readonly string[], now: readonly string[]): string | undefined {
  const found = now.filter((finding) => finding !== 'ok' && !before.includes(finding))
  return found.length === 0 ? undefined : `SQLite’s check finds it damaged: ${found.join('; ').slice(0, 300)}.`
}

function wordsFor(answer: Exclude<SqliteAnswer, { state: 'ok' }>): string {
  if (answer.state === 'gone') return 'the file is gone; the app may have renamed it or begun a new one.'
  return `SQLite cannot read it: ${answer.words}.`
}

function locked(store: string, words: string): CcCiError {
  return new CcCiError('STORE_UNREACHABLE', `${store}: stays locked by another process: ${words}`, {
    hint: 'What the database holds is unknown; look at which process keeps a transaction open, or locks it for itself.',
  })
}
