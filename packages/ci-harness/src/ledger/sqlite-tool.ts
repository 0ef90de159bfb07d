import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import type { Swarm } from '../ports/swarm.js'
import { listOf, mapOf } from '../recipe/compose-yaml.js'
import type { Canary } from './canaries.js'
import { parseJson } from './parse-json.js'
import { sqliteClient } from './sqlite-client.js'

export interface SqliteRequest {
  readonly op: 'seed' | 'count' | 'wipe'
  /** As the backup companion has it. */
  readonly path: string
  /** For seeding. */
  readonly canaries?: readonly Canary[]
}

/** `words` are SQLite's own; `check` has the findings of its quick check, which says `ok` when there are none. */
export type SqliteAnswer =
  | { readonly state: 'ok'; readonly rows: readonly Canary[]; readonly check: readonly string[] }
  | { readonly state: 'gone' | 'locked' | 'damaged'; readonly words: string }

interface ToolSite {
  readonly stack: string
  readonly swarm: Pick<Swarm, 'imageId' | 'pull' | 'startCompanion' | 'removeContainer' | 'exec'>
  /** Needs `python3` with its module sqlite3. */
  readonly image?: string
  folderOf(volume: string): string
}

// An official image with SQLite in it; the app's own image need not have a client, and mostly has none.
const toolImage = 'python:3.13-slim'
const busySeconds = 15
const askBudgetMs = 60_000

/** A container of our own that opens SQLite files where they lie, beside the app; started when the first one is found. */
export class SqliteTool {
  readonly #site: ToolSite
  readonly #volumes = new Set<string>()
  #started: Promise<string> | undefined

  constructor(site: ToolSite) {
    this.#site = site
  }

  /** Lets it see this volume too. Throws IMAGE_PULL_FAILED where its image cannot be had. */
  async mount(volume: string): Promise<void> {
    if (this.#volumes.has(volume)) {
      await this.#started
      return
    }
    this.#volumes.add(volume)
    const before = this.#started
    this.#started = (async () => {
      await before?.catch(() => undefined)
      return this.#start()
    })()
    await this.#started
  }

  async ask({ op, path, canaries = [] }: SqliteRequest): Promise<SqliteAnswer> {
    const rows = canaries.map(({ id, value }) => [Number(id), value])
    const input = JSON.stringify({ op, path, rows, timeout: busySeconds })
    const { exitCode, stdout, stderr } = await this.#exec(['python3', '-I', '-c', sqliteClient], input)
    const answer = exitCode === 0 ? readAnswer(stdout) : undefined
    if (answer !== undefined) return answer
    throw clientFailed(path, stderr.trim().split('\n').at(-1) || stdout.trim() || 'no output')
  }

  async #exec(command: readonly string[], input: string) {
    const { stack, swarm } = this.#site
    const container = await this.#started
    if (container === undefined) throw new Error('mount() comes first')
    try {
      return await swarm.exec(container, command, { input, user: '0', timeoutMs: askBudgetMs })
    } catch (error) {
      if (!isCcCiError(error) || error.code !== 'CONTAINER_GONE') throw error
      throw new CcCiError('SQLITE_TOOL_GONE', `${stack}: the container that reads its SQLite files is gone.`, {
        hint: 'Something outside the run removed or killed it; look at the memory and the clean-up jobs of this host.',
        cause: error,
      })
    }
  }

  async #start(): Promise<string> {
    const { stack, swarm, image = toolImage, folderOf } = this.#site
    if ((await swarm.imageId(image)) === undefined) await swarm.pull(image)
    const name = `${stack}-sqlite`
    await swarm.removeContainer(name)
    return swarm.startCompanion({
      stack,
      name,
      image,
      command: ['sh', '-c', 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done'],
      volumes: [...this.#volumes].map((volume) => ({ volume, path: folderOf(volume), readOnly: false })),
    })
  }
}

/** Undefined for anything that the client does not print. */
function readAnswer(stdout: string): SqliteAnswer | undefined {
  const { state, rows, check, words } = mapOf(parseJson(stdout))
  if ((state === 'gone' || state === 'locked' || state === 'damaged') && typeof words === 'string') {
    return { state, words }
  }
  if (state !== 'ok' || !Array.isArray(rows) || !Array.isArray(check)) return undefined
  return {
    state,
    rows: rows.map((row) => ({ id: String(listOf(row)[0]), value: String(listOf(row)[1]) })),
    check: check.map(String),
  }
}

function clientFailed(path: string, words: string): CcCiError {
  return new CcCiError('STORE_CLIENT_FAILED', `SQLite could not read or write ${path}: ${words}`, {
    hint: 'What the database holds is unknown; look at the rights, the locks and the disk of its volume.',
  })
}
