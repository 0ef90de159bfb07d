#!/bin/sh
# Proves that what visitors write is shown as text and never becomes part of the page's markup.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

token="markup-$$-$(date +%s)"
curl -fsS -o /dev/null --data-urlencode 'author=a visitor' --data-urlencode "message=<b id=$token>bold</b>" \
  "$CC_CI_BASE_URL/entries" || fail "POST /entries was refused"

page=$(curl -fsS "$CC_CI_BASE_URL/") || fail "GET / was refused"
case "$page" in
  *"<b id=$token>"*) fail "the message became markup of the page" ;;
  *"$token"*) ;;
  *) fail "the page does not show the message at all" ;;
esac
