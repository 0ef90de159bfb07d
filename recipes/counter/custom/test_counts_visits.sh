#!/bin/sh
# Proves that a visit raises the number, and that the cache in Redis has the same number.
set -eu

before=$(curl -fsS "$CC_CI_BASE_URL/" | sed -n 's/^visits: //p')
page=$(curl -fsS -X POST "$CC_CI_BASE_URL/")
after=$(echo "$page" | sed -n 's/^visits: //p')
cached=$(echo "$page" | sed -n 's/^cached: //p')
if [ "$after" != $((before + 1)) ] || [ "$cached" != "$after" ]; then
  echo "after a visit to a page with $before visits it has $after, and the cache says $cached" >&2
  exit 1
fi
