#!/bin/sh
# Proves that a visit raises the number by one, and that looking does not.
set -eu

visits() {
  curl -fsS "$@" "$CC_CI_BASE_URL/" | sed -n 's/^visits: //p'
}

before=$(visits)
after=$(visits -X POST)
later=$(visits)
if [ "$after" != $((before + 1)) ] || [ "$later" != "$after" ]; then
  echo "a page with $before visits had $after after one more, and then $later" >&2
  exit 1
fi
