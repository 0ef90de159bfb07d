#!/bin/sh
# Proves that a page which the publisher puts into the volume reaches visitors byte for byte.
set -eu
. "$CC_CI_SHELL"

token="published-$$-$(date +%s)"
trap 'cc_ci_exec publisher rm -f "/site/$token.html"' EXIT

cc_ci_exec publisher sh -c "printf '<h1>%s</h1>' '$token' >'/site/$token.html'"
served=$(curl -fsS "$CC_CI_BASE_URL/$token.html") || served="nothing"
if [ "$served" != "<h1>$token</h1>" ]; then
  echo "GET /$token.html gave '$served', published was '<h1>$token</h1>'" >&2
  exit 1
fi
