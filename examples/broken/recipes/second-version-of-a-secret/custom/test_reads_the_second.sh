#!/bin/sh
# Proves that the app reads the secret that the install steps inserted.
set -eu
. "$CC_CI_SHELL"

length=$(cc_ci_exec app sh -c 'wc -c </run/secrets/page_key')
if [ "$length" -ne 7 ]; then
  echo "the page key has $length characters, the inserted one 7" >&2
  exit 1
fi
