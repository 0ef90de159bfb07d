#!/bin/sh
# Would prove what rests on the dependency.
set -eu
. "$CC_CI_SHELL"

requires_deps
curl -fsS -o /dev/null "$CC_CI_BASE_URL/"
