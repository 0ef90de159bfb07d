#!/bin/sh
# Takes upstream's options (--connect, --innodb_initialized) and checks that the server answers, whoever asks.
exec mariadb-admin ping >/dev/null
