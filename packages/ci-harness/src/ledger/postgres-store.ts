import { isServer } from './is-server.js'
import { notAccepting, readSetting } from './run-client.js'
import { openSqlStore, type SqlDialect } from './sql-store.js'
import type { DatabaseKind } from './store.js'

// TCP, because the socket also answers while an image sets up its database, before the server that the app will see.
const client = `${readSetting}
user=$(read_setting POSTGRES_USER POSTGRESQL_USERNAME)
database=$(read_setting POSTGRES_DB POSTGRESQL_DATABASE)
PGPASSWORD=$(read_setting POSTGRES_PASSWORD POSTGRESQL_PASSWORD)
export PGPASSWORD
user=\${user:-postgres}
pg_isready -q -h 127.0.0.1 || exit ${notAccepting}
exec psql -qtAXw -v ON_ERROR_STOP=1 -h 127.0.0.1 -U "$user" -d "\${database:-$user}"
`

const dialect: SqlDialect = {
  client,
  selectCanaries: `
SELECT to_regclass('cc_ci_canary') IS NOT NULL AS seeded \\gset
\\if :seeded
SELECT id, value FROM cc_ci_canary ORDER BY id;
\\endif
`,
}

const images =
  /^(?:postgres(?:ql)?|postgis|pgvector|pgvecto-rs|vectorchord-postgres|timescaledb(?:-ha)?|pgautoupgrade|citus)$/

/** PostgreSQL and its many builds. */
export const postgres: DatabaseKind = {
  kind: 'postgres',
  dumpPrograms: /\bpg_(?:dump|dumpall|basebackup)\b/,
  recognise(service) {
    const { environment } = service
    const folders = [environment.PGDATA, '/var/lib/postgresql', '/bitnami/postgresql']
    const dataFolders = folders.filter((folder) => typeof folder === 'string')
    const settings = /^POSTGRES(?:QL)?_(?:USER|USERNAME|PASSWORD|DB|DATABASE)(?:_FILE)?$/
    if (!isServer(service, { images, settings, dataFolders })) return undefined
    const database = environment.POSTGRES_DB ?? environment.POSTGRESQL_DATABASE ?? environment.POSTGRES_USER
    return { database: database ?? undefined, dataFolders }
  },
  open: (found, world) => openSqlStore(found, dialect, world),
}
