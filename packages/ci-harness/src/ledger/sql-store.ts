import { type Canary, countCanaries, makeCanaries } from './canaries.js'
import { checkWiped } from './check-wiped.js'
import { runClient } from './run-client.js'
import type { FoundDatabase, Store, StoreWorld } from './store.js'

/** What differs between SQL servers. */
export interface SqlDialect {
  /** A shell script that reads SQL on standard input, and ends with `notAccepting` while the server takes no connections. */
  readonly client: string
  /** Prints `<id>|<value>` or tab-separated for each row of the canary table, and nothing when there is no such table. */
  readonly selectCanaries: string
}

const dropCanaries = 'DROP TABLE IF EXISTS cc_ci_canary;'

export async function openSqlStore(found: FoundDatabase, dialect: SqlDialect, world: StoreWorld): Promise<Store> {
  const canaries = makeCanaries()
  const run = (sql: string) => runClient({ found, client: dialect.client, input: sql }, world)
  const count = async () => ({ found: countCanaries(canaries, readRows(await run(dialect.selectCanaries))) })
  return {
    name: found.name,
    kind: found.kind,
    coverage: found.coverage,
    count,
    seed: async () => {
      await run(seedSql(canaries))
      return (await count()).found
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
