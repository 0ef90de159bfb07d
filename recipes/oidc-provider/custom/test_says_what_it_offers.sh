#!/bin/sh
# Proves that a realm exists only once the administrator made it, and then says who it is.
set -eu
. "$CC_CI_SHELL"

status=$(curl -o /dev/null -w '%{http_code}' "$CC_CI_BASE_URL/realms/nobody-made-it/.well-known/openid-configuration")
if [ "$status" != 404 ]; then
  echo "a realm that nobody made answers $status, not 404" >&2
  exit 1
fi
token=$(cc_ci_exec app cat /run/secrets/admin_pass | curl -fsS "$CC_CI_BASE_URL/realms/master/protocol/openid-connect/token" \
  --data grant_type=password --data client_id=admin-cli --data username=admin --data-urlencode password@- |
  sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p')
realms="$CC_CI_BASE_URL/admin/realms"
authorised() {
  printf 'header = "Authorization: Bearer %s"\n' "$token" | curl -fsS --config - --config "$CURL_HOME/.curlrc" "$@"
}
authorised -H 'Content-Type: application/json' --data '{"realm":"made-by-a-test","enabled":true}' "$realms"
issuer=$(curl -fsS "$CC_CI_BASE_URL/realms/made-by-a-test/.well-known/openid-configuration" | sed -n 's/.*"issuer":"\([^"]*\)".*/\1/p')
authorised -X DELETE "$realms/made-by-a-test"
if [ "$issuer" != "$CC_CI_BASE_URL/realms/made-by-a-test" ]; then
  echo "the realm calls itself '$issuer'" >&2
  exit 1
fi
