#!/bin/sh
# Proves that no certificate is asked for, though the sample names an authority.
set -eu

page=$(curl -fsS "$CC_CI_BASE_URL/")
while IFS= read -r wanted; do
  if ! printf '%s\n' "$page" | grep -Fqx -- "$wanted"; then
    echo "the page lacks the line '$wanted'; it is: $page" >&2
    exit 1
  fi
done <<'LINES'
certificates: 
LINES
