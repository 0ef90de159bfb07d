import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import { waitForContainer } from '../backup/running-container.js'
import type { ExecResult } from '../ports/swarm.js'
import { type Canary, countCanaries, makeCanaries } from './canaries.js'
import { checkWiped } from './check-wiped.js'
import type { FoundDatabase, Store, StoreWorld } from './store.js'

/** What differs between SQL servers. */
export interface SqlDialect {
  /** A shell script that reads SQL on standard input, and ends with `notAccepting` while the server takes no connections. */
  readonly client: string
  /** Prints `<id>|<value>` or tab-separated for each row of the canary table, and nothing when there is no such table. */
  readonly selectCanaries: string
}

/** EX_TEMPFAIL of sysexits.h. */
export const notAccepting = 75

/**
 * Shell function for clients: prints the first variable of the given names that is set, or the file that `<NAME>_FILE`
 * points to. So passwords are read inside the container, and are in nobody's arguments.
 */
export const readSetting = `
read_setting() {
  for name; do
    eval "value=\\\${$name:-} file=\\\${\${name}_FILE:-}"
    if [ -n "$file" ]; then cat "$file"; return; fi
    if [ -n "$value" ]; then printf %s "$value"; return; fi
  done
}
`

const acceptBudgetMs = 60_000
const clientBudgetMs = 30_000
const pollMs = 250

const dropCanaries = 'DROP TABLE IF EXISTS cc_ci_canary;'

export function openSqlStore(found: FoundDatabase, dialect: SqlDialect, world: StoreWorld): Store {
  const canaries = makeCanaries()
  const run = (sql: string) => runSql({ found, dialect, sql }, world)
  const count = async () => countCanaries(canaries, readRows(await run(dialect.selectCanaries)))
  return {
    name: found.name,
    kind: found.kind,
    coverage: found.coverage,
    count,
    seed: async () => {
      await run(seedSql(canaries))
      return count()
    },
    wipe: async () => {
      await run(dropCanaries)
      checkWiped(found.name, await count())
    },
  }
}

function seedSql(canaries: readonly Canary[]): string {
  const rows = canaries.map(({ id, value }) => `(${id}, '${value}')`).join(', ')
  return [
    dropCanaries,
    'CREATE TABLE cc_ci_canary (id integer PRIMARY KEY, value varchar(64) NOT NULL);',
    `INSERT INTO cc_ci_canary (id, value) VALUES ${rows};`,
  ].join('\n')
}

/** The client's rows; H-16: a line of another shape is chatter that no quiet client prints, and matches no canary. */
export function readRows(stdout: string): Canary[] {
  return stdout.split('\n').flatMap((line) => {
    const [id, value, ...rest] = line.split(/[|\t]/)
    return id === undefined || value === undefined || rest.length > 0 ? [] : [{ id, value }]
  })
}

/** Repeats while the server does not accept; every statement here may run twice. */
async function runSql(
  query: { readonly found: FoundDatabase; readonly dialect: SqlDialect; readonly sql: string },
  world: StoreWorld,
): Promise<string> {
  const { name } = query.found
  const deadline = world.clock.monotonic() + acceptBudgetMs
  for (;;) {
    const result = await execClient(query, world)
    if (typeof result !== 'string' && result.exitCode === 0) return result.stdout
    if (typeof result !== 'string' && result.exitCode !== notAccepting) throw clientFailed(name, result)
    if (world.clock.monotonic() >= deadline) throw unreachable(name, result)
    await world.clock.sleep(pollMs)
  }
}

/** A text says why there is no result yet. */
async function execClient(
  { found, dialect, sql }: { readonly found: FoundDatabase; readonly dialect: SqlDialect; readonly sql: string },
  world: StoreWorld,
): Promise<ExecResult | string> {
  const container = await waitForContainer({ stack: world.stack, service: found.service, budgetMs: 0 }, world)
  if (container === undefined) return `no container of ${found.service} runs`
  try {
    const options = { input: sql, timeoutMs: clientBudgetMs }
    return await world.swarm.exec(container, ['sh', '-c', dialect.client], options)
  } catch (error) {
    if (!isCcCiError(error) || error.code !== 'CONTAINER_GONE') throw error
    return error.message
  }
}

function clientFailed(store: string, { exitCode, stdout, stderr }: ExecResult): CcCiError {
  const words = stderr.trim() || stdout.trim() || 'no output'
  return new CcCiError('STORE_CLIENT_FAILED', `${store}: its client ended with exit code ${exitCode}: ${words}`, {
    hint: 'What the store holds is unknown; check the user, password and database in the environment of the service.',
  })
}

function unreachable(store: string, last: ExecResult | string): CcCiError {
  const words = typeof last === 'string' ? last : last.stderr.trim() || last.stdout.trim() || 'no answer'
  return new CcCiError('STORE_UNREACHABLE', `${store}: takes no connections for ${acceptBudgetMs / 1000} s: ${words}`, {
    hint: 'Look at the logs of the service; what the store holds is unknown.',
  })
}
