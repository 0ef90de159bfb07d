#!/bin/sh
# Proves that a visit raises the number by one.
set -eu

before=$(curl -fsS "$CC_CI_BASE_URL/" | sed -n 's/^visits: //p')
after=$(curl -fsS -X POST "$CC_CI_BASE_URL/" | sed -n 's/^visits: //p')
if [ "$after" != $((before + 1)) ]; then
  echo "a page with $before visits had $after after one more" >&2
  exit 1
fi
