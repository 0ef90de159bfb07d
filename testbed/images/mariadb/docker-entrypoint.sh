#!/bin/bash
# Obeys the parts of docker.io/mariadb's environment that recipes use, with its older MYSQL_ names.
set -eo pipefail
datadir=/var/lib/mysql

file_env() { # VARIABLE NAME…: the first NAME_FILE or NAME that is set
  local variable=$1 name file
  shift
  for name in "$@"; do
    file=${name}_FILE
    if [ -n "${!file:-}" ]; then
      export "$variable"="$(<"${!file}")"
      return
    elif [ -n "${!name:-}" ]; then
      export "$variable"="${!name}"
      return
    fi
  done
}

quote() { printf "'%s'" "${1//\'/\'\'}"; }

# mariadbd --bootstrap takes one statement per line.
initial_sql() {
  echo 'FLUSH PRIVILEGES;'
  if [ -n "$ROOT_PASSWORD" ]; then
    echo "ALTER USER 'root'@'localhost' IDENTIFIED BY $(quote "$ROOT_PASSWORD");"
    echo "CREATE USER 'root'@'%' IDENTIFIED BY $(quote "$ROOT_PASSWORD");"
    echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
  fi
  if [ -n "$DATABASE" ]; then echo "CREATE DATABASE \`$DATABASE\`;"; fi
  if [ -n "$USER_NAME" ]; then
    echo "CREATE USER '$USER_NAME'@'%' IDENTIFIED BY $(quote "$USER_PASSWORD");"
    if [ -n "$DATABASE" ]; then echo "GRANT ALL ON \`$DATABASE\`.* TO '$USER_NAME'@'%';"; fi
  fi
}

initialise() {
  file_env ROOT_PASSWORD MARIADB_ROOT_PASSWORD MYSQL_ROOT_PASSWORD
  file_env DATABASE MARIADB_DATABASE MYSQL_DATABASE
  file_env USER_NAME MARIADB_USER MYSQL_USER
  file_env USER_PASSWORD MARIADB_PASSWORD MYSQL_PASSWORD
  local no_password="$MARIADB_ALLOW_EMPTY_ROOT_PASSWORD$MARIADB_RANDOM_ROOT_PASSWORD$MYSQL_ALLOW_EMPTY_PASSWORD$MYSQL_RANDOM_ROOT_PASSWORD"
  if [ -z "$ROOT_PASSWORD$no_password" ]; then
    echo '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified' >&2
    exit 1
  fi
  # Half a data directory looks like a whole one on the next start, and then rejects every login.
  trap 'rm -rf "${datadir:?}"/*' ERR
  trap 'rm -rf "${datadir:?}"/*; exit 143' INT TERM
  mariadb-install-db --user=mysql --datadir="$datadir" --skip-test-db --auth-root-authentication-method=normal >/dev/null
  initial_sql | mariadbd --bootstrap --datadir="$datadir"
  trap - ERR INT TERM
  echo '[Note] [Entrypoint]: MariaDB init process done. Ready for start up.'
}

if [ "${1:0:1}" = - ]; then set -- mariadbd "$@"; fi
if [ "$1" = mysqld ]; then
  shift
  set -- mariadbd "$@"
fi
if [ "$1" = mariadbd ]; then
  if [ "$(id -u)" = 0 ]; then
    mkdir -p "$datadir" /run/mysqld
    chown -R mysql:mysql "$datadir" /run/mysqld
    exec gosu mysql "$0" "$@"
  fi
  if [ ! -d "$datadir/mysql" ]; then initialise; fi
fi
exec "$@"
