#!/bin/sh
# Proves that the app of compose.yml uses the Redis of compose.cache.yml.
set -eu
. "$CC_CI_SHELL"

visits=$(curl -fsS -X POST "$CC_CI_BASE_URL/" | sed -n 's/^visits: //p')
cached=$(cc_ci_exec redis redis-cli get visits)
if [ -z "$visits" ] || [ "$cached" != "$visits" ]; then
  echo "the page has '$visits' visits, Redis '$cached'" >&2
  exit 1
fi
