#!/bin/bash
# Called by the backup bot in the running database container: pg_backup.sh backup|restore
set -euo pipefail

dump=/var/lib/postgresql/data/backup.sql
PGPASSWORD=$(<"$POSTGRES_PASSWORD_FILE")
export PGPASSWORD PGUSER="$POSTGRES_USER" PGOPTIONS='--client-min-messages=warning'

backup() {
  pg_dump --dbname="$POSTGRES_DB" --file="$dump.part"
  mv "$dump.part" "$dump"
}

# Loads the dump beside the live database and swaps the two, so that an unreadable dump destroys nothing.
restore() {
  local fresh="${POSTGRES_DB}_restored"
  dropdb --if-exists --force "$fresh"
  createdb "$fresh"
  psql --quiet --set=ON_ERROR_STOP=1 --single-transaction --dbname="$fresh" --file="$dump" >/dev/null
  dropdb --if-exists --force "$POSTGRES_DB"
  psql --quiet --dbname=postgres --command="ALTER DATABASE \"$fresh\" RENAME TO \"$POSTGRES_DB\""
}

case "${1:-}" in
  backup | restore) "$1" ;;
  *) echo "usage: $0 backup|restore" >&2; exit 2 ;;
esac
