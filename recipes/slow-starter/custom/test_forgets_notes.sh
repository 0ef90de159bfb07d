#!/bin/sh
# Proves that a note which is deleted is found no more.
set -eu

token="note-$$-$(date +%s)"
note="$CC_CI_BASE_URL/notes/$token"
trap 'curl -sS -X DELETE "$note"' EXIT

curl -fsS -X PUT --data "Written as $token, with Words" "$note"
found=$(curl -fsS "$CC_CI_BASE_URL/search?q=$token,%20with%20words")
if [ "$found" != "$token" ]; then
  echo "the search for the note $token found '$found'" >&2
  exit 1
fi

curl -fsS -X DELETE "$note"
found=$(curl -fsS "$CC_CI_BASE_URL/search?q=$token")
if [ -n "$found" ]; then
  echo "the note is deleted, and the search still found '$found'" >&2
  exit 1
fi
