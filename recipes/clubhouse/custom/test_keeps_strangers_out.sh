#!/bin/sh
# Proves that without a sign-in there is nothing to see, and that a forged answer of the provider opens no door.
set -eu

status=$(curl -o /dev/null -w '%{http_code}' "$CC_CI_BASE_URL/members")
if [ "$status" != 401 ]; then
  echo "a stranger who asks for the members gets $status, not 401" >&2
  exit 1
fi
status=$(curl -o /dev/null -w '%{http_code}' "$CC_CI_BASE_URL/signed-in?code=forged&state=forged")
if [ "$status" != 403 ]; then
  echo "a forged sign-in gets $status, not 403" >&2
  exit 1
fi
