#!/bin/sh
# Proves that what only the new version knows is set by the upgrade, and what was set before is still there.
set -eu

page=$(curl -fsS "$CC_CI_BASE_URL/")
while IFS= read -r wanted; do
  if ! printf '%s\n' "$page" | grep -Fqx -- "$wanted"; then
    echo "the page lacks the line '$wanted'; it is: $page" >&2
    exit 1
  fi
done <<'LINES'
banner: it's "quoted", for 3$
title: A page, made of settings
footer: only the head knows this
LINES
