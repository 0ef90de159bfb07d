#!/bin/sh
# Proves that the page is at / alone, whichever replica answers.
set -eu

for path in /missing /replica; do
  status=$(curl -sS -o /dev/null -w '%{http_code}' "$CC_CI_BASE_URL$path") || true
  if [ "$status" != 404 ]; then
    echo "GET $path gave $status, want 404" >&2
    exit 1
  fi
done
page=$(curl -fsS "$CC_CI_BASE_URL/") || page="nothing"
case "$page" in
  'replica '[123]' of '*) ;;
  *)
    echo "GET / gave '$page', want a replica" >&2
    exit 1
    ;;
esac
