#!/bin/sh
# Proves that each of the three replicas answers under an address of its own, with a number of its own.
set -eu
. "$CC_CI_SHELL"

answers=$(cc_ci_exec app sh -ec '
  for address in $(getent ahostsv4 "tasks.$0_app" | cut -d " " -f 1 | sort -u); do
    curl -sS --max-time 5 "http://$address/" || true
  done' "$CC_CI_STACK" | sort)
wanted=$(printf 'replica %s of '"$CC_CI_APP_DOMAIN"'\n' 1 2 3)
if [ "$answers" != "$wanted" ]; then
  echo "the replicas said '$answers', want '$wanted'" >&2
  exit 1
fi
