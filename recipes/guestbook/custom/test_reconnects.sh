#!/bin/sh
# Proves that the app takes up work again after the database dropped all its connections, as a restore does.
set -eu
. "$CC_CI_SHELL"

cc_ci_exec db psql --quiet --output=/dev/null --username=guestbook --dbname=guestbook --command="
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = 'guestbook' AND pid <> pg_backend_pid()"

if ! curl -fsS -o /dev/null --retry 5 --retry-delay 1 "$CC_CI_BASE_URL/api/entries"; then
  echo "GET /api/entries still fails after the database dropped the connections" >&2
  exit 1
fi
