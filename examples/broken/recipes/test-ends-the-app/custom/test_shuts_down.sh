#!/bin/sh
set -eu
. "$CC_CI_SHELL"

check "the page is there" curl -fsS -o /dev/null "$CC_CI_BASE_URL/"
check "the app can be told to end" cc_ci_exec app nginx -s quit
