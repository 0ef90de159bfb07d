import { isServer } from './is-server.js'
import { notAccepting, readSetting } from './run-client.js'
import { openSqlStore, type SqlDialect } from './sql-store.js'
import type { DatabaseKind } from './store.js'

const systemSchemas = "'information_schema', 'mysql', 'performance_schema', 'sys'"

// TCP, because the socket also answers while an image sets up its database, before the server that the app will see.
const client = `${readSetting}
client=$(command -v mariadb || command -v mysql) || { echo 'the image has no mysql client' >&2; exit 127; }
admin=$(command -v mariadb-admin || command -v mysqladmin) || { echo 'the image has no mysqladmin' >&2; exit 127; }
user=$(read_setting MARIADB_USER MYSQL_USER)
if [ -n "$user" ]; then
  MYSQL_PWD=$(read_setting MARIADB_PASSWORD MYSQL_PASSWORD)
else
  user=root
  MYSQL_PWD=$(read_setting MARIADB_ROOT_PASSWORD MYSQL_ROOT_PASSWORD)
fi
export MYSQL_PWD
"$admin" -h 127.0.0.1 -u "$user" ping >/dev/null || exit ${notAccepting}
database=$(read_setting MARIADB_DATABASE MYSQL_DATABASE)
if [ -z "$database" ]; then
  database=$("$client" -h 127.0.0.1 -u "$user" -N -B -e "SELECT schema_name FROM information_schema.schemata
    WHERE schema_name NOT IN (${systemSchemas}) ORDER BY schema_name LIMIT 1" </dev/null) || exit 1
  [ -n "$database" ] || { echo 'the server has no database of an app' >&2; exit 1; }
fi
exec "$client" -h 127.0.0.1 -u "$user" -N -B "$database"
`

const dialect: SqlDialect = {
  client,
  selectCanaries: `
SET @seeded = (SELECT COUNT(*) FROM information_schema.tables
  WHERE table_schema = DATABASE() AND table_name = 'cc_ci_canary');
SET @query = IF(@seeded, 'SELECT id, value FROM cc_ci_canary ORDER BY id', 'DO 0');
PREPARE canaries FROM @query;
EXECUTE canaries;
`,
}

const images = /^(?:mysql|mysql-server|mariadb|mariadb-galera|percona|percona-server|percona-xtradb-cluster)$/

/** MySQL, MariaDB and Percona Server. */
export const mysql: DatabaseKind = {
  kind: 'mysql',
  dumpPrograms: /\b(?:mysqldump|mariadb-dump|mariadb-?backup|xtrabackup)\b/,
  recognise(service) {
    const { environment } = service
    const dataFolders = ['/var/lib/mysql', '/bitnami/mariadb', '/bitnami/mysql']
    const settings = /^(?:MYSQL|MARIADB)_(?:ROOT_PASSWORD|USER|PASSWORD|DATABASE)(?:_FILE)?$/
    if (!isServer(service, { images, settings, dataFolders })) return undefined
    return { database: environment.MARIADB_DATABASE ?? environment.MYSQL_DATABASE ?? undefined, dataFolders }
  },
  open: (found, world) => openSqlStore(found, dialect, world),
}
