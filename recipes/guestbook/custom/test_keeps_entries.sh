#!/bin/sh
# Proves that an entry left through the proxy is listed again and really lies in PostgreSQL.
set -eu
. "$CC_CI_SHELL"

fail() {
  echo "$1" >&2
  exit 1
}

token="entry-$$-$(date +%s)"
entry="{\"author\": \"a visitor\", \"message\": \"$token\"}"
curl -fsS -o /dev/null -H 'content-type: application/json' --data "$entry" "$CC_CI_BASE_URL/entries" ||
  fail "POST /entries was refused"

listed=$(curl -fsS "$CC_CI_BASE_URL/api/entries") || fail "GET /api/entries was refused"
case "$listed" in
  *"$token"*) ;;
  *) fail "the entry $token was accepted but GET /api/entries does not list it" ;;
esac

stored=$(cc_ci_exec db pg_dump --data-only --username=guestbook guestbook)
case "$stored" in
  *"$token"*) ;;
  *) fail "the entry $token is listed but is not in the database" ;;
esac
