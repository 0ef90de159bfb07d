#!/bin/sh
# What must hold of any version that was installed afresh.
set -eu
. "$CC_CI_SHELL"

answers() {
  curl -fsS -o /dev/null "$CC_CI_BASE_URL$1"
}

check "the page is served" answers /
check "the list of entries is served" answers /api/entries
check "the password is not in the environment" cc_ci_exec app sh -c '! printenv DATABASE_PASSWORD'
