#!/bin/sh
# Proves that looking at the page does not count as a visit.
set -eu

first=$(curl -fsS "$CC_CI_BASE_URL/" | sed -n 's/^visits: //p')
second=$(curl -fsS "$CC_CI_BASE_URL/" | sed -n 's/^visits: //p')
if [ -z "$first" ] || [ "$first" != "$second" ]; then
  echo "the page said '$first' visits, and then '$second'" >&2
  exit 1
fi
