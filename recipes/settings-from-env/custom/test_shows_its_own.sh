#!/bin/sh
# Proves that what is set for this app arrives as it was set.
set -eu

page=$(curl -fsS "$CC_CI_BASE_URL/")
while IFS= read -r wanted; do
  if ! printf '%s\n' "$page" | grep -Fqx -- "$wanted"; then
    echo "the page lacks the line '$wanted'; it is: $page" >&2
    exit 1
  fi
done <<'LINES'
banner: it's "quoted", for 3$
LINES
