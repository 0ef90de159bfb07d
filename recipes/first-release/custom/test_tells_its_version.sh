#!/bin/sh
# Proves that the version which the page tells is that of the image.
set -eu
. "$CC_CI_SHELL"

told=$(curl -fsS "$CC_CI_BASE_URL/" | sed -n 's/^version: //p')
image=$(cc_ci_exec app printenv COUNTER_VERSION)
if [ -z "$told" ] || [ "$told" != "$image" ]; then
  echo "the page tells version '$told', the image is '$image'" >&2
  exit 1
fi
