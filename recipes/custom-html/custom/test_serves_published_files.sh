#!/bin/sh
# Proves that a file put into the content volume reaches visitors byte for byte.
set -eu
. "$CC_CI_SHELL"

token="published-$$-$(date +%s)"
file="/usr/share/nginx/html/$token.html"
trap 'cc_ci_exec app rm -f "$file"' EXIT

cc_ci_exec app sh -c "printf '<h1>%s</h1>' '$token' > '$file'"
served=$(curl -fsS "$CC_CI_BASE_URL/$token.html") || served="nothing"
if [ "$served" != "<h1>$token</h1>" ]; then
  echo "GET /$token.html gave '$served', published was '<h1>$token</h1>'" >&2
  exit 1
fi
