#!/bin/sh
# Proves that a page nobody published is 404 and not some catch-all page.
set -eu

path="/nobody-published-this-$$-$(date +%s)"
status=$(curl -sS -o /dev/null -w '%{http_code}' "$CC_CI_BASE_URL$path") || true
if [ "$status" != 404 ]; then
  echo "GET $path gave $status, want 404" >&2
  exit 1
fi
