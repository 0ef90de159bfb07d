#!/bin/sh
# Proves that hidden files in the content volume stay hidden, while their visible neighbours are served.
set -eu
. "$CC_CI_SHELL"

token="neighbour-$$-$(date +%s)"
root=/usr/share/nginx/html
trap 'cc_ci_exec app rm -f "$root/.$token" "$root/$token"' EXIT

cc_ci_exec app sh -c "echo secret > '$root/.$token'; echo open > '$root/$token'"
hidden=$(curl -sS -o /dev/null -w '%{http_code}' "$CC_CI_BASE_URL/.$token") || true
visible=$(curl -sS -o /dev/null -w '%{http_code}' "$CC_CI_BASE_URL/$token") || true
if [ "$hidden" != 404 ] || [ "$visible" != 200 ]; then
  echo "the hidden file gave $hidden (want 404), the visible one $visible (want 200)" >&2
  exit 1
fi
