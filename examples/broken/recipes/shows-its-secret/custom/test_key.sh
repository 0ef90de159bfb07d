#!/bin/sh
set -eu
. "$CC_CI_SHELL"

shows_no_key() {
  echo "the key is $(cc_ci_exec app cat /run/secrets/page_key)"
  return 1
}

check "the key stays secret" shows_no_key
