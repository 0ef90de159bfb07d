#!/bin/sh
# Proves that a note saved through the proxy can be read again, is part of the page, and lies in the volume.
set -eu
. "$CC_CI_SHELL"

fail() {
  echo "$1" >&2
  exit 1
}

token="note-$$-$(date +%s)"
curl -fsS -X PUT -H 'X-Requested-With: TiddlyWiki' -H 'Content-Type: application/json' \
  --data "{\"title\": \"$token\", \"text\": \"written by a test\"}" \
  "$CC_CI_BASE_URL/recipes/default/tiddlers/$token" || fail "saving a note was refused"
trap 'curl -sS -X DELETE -H "X-Requested-With: TiddlyWiki" "$CC_CI_BASE_URL/bags/default/tiddlers/$token"' EXIT

note=$(curl -fsS "$CC_CI_BASE_URL/recipes/default/tiddlers/$token") || fail "the note $token was saved but is not there"
case "$note" in
  *'written by a test'*) ;;
  *) fail "the note $token came back as '$note'" ;;
esac
page=$(curl -fsS "$CC_CI_BASE_URL/") || fail "GET / was refused"
case "$page" in
  *"$token"*) ;;
  *) fail "the page does not carry the note $token" ;;
esac

# The server writes a note to disk after it has answered.
tries=20
until cc_ci_exec app grep -rq "title: $token" /data/wiki/tiddlers; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || fail "the note $token never reached the volume"
  sleep 0.25
done
