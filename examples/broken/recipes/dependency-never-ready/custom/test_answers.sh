#!/bin/sh
# Proves that the page is there, which it is with and without the dependency.
set -eu

curl -fsS -o /dev/null "$CC_CI_BASE_URL/"
