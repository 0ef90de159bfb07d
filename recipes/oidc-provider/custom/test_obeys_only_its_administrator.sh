#!/bin/sh
# Proves that neither a wrong password nor a made-up token changes anything.
set -eu

status=$(curl -o /dev/null -w '%{http_code}' "$CC_CI_BASE_URL/realms/master/protocol/openid-connect/token" \
  --data grant_type=password --data client_id=admin-cli --data username=admin --data password=wrong)
if [ "$status" != 401 ]; then
  echo "a wrong password of the administrator gets $status, not 401" >&2
  exit 1
fi
status=$(curl -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer made-up' "$CC_CI_BASE_URL/admin/realms")
if [ "$status" != 401 ]; then
  echo "a made-up token gets $status, not 401" >&2
  exit 1
fi
