#!/bin/sh
# Proves that an empty text is refused, and that a job which nobody handed in is not there.
set -eu

empty=$(curl -sS -o /dev/null -w '%{http_code}' --data ' ' "$CC_CI_BASE_URL/jobs") || true
unknown=$(curl -sS -o /dev/null -w '%{http_code}' "$CC_CI_BASE_URL/jobs/00000000000000000000000000000000") || true
if [ "$empty" != 400 ] || [ "$unknown" != 404 ]; then
  echo "an empty text gave $empty (want 400), an unknown job $unknown (want 404)" >&2
  exit 1
fi
