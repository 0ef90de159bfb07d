#!/bin/bash
# Called by the backup bot in the running database container: mariadb_backup.sh backup|restore
set -euo pipefail

dump=/var/lib/mysql/backup.sql
MYSQL_PWD=$(<"$MARIADB_ROOT_PASSWORD_FILE")
export MYSQL_PWD

backup() {
  mariadb-dump --user=root --single-transaction --add-drop-database --databases "$MARIADB_DATABASE" >"$dump.part"
  mv "$dump.part" "$dump"
}

restore() {
  mariadb --user=root <"$dump"
}

case "${1:-}" in
  backup | restore) "$1" ;;
  *) echo "usage: $0 backup|restore" >&2; exit 2 ;;
esac
