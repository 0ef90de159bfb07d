#!/bin/sh
# Proves that an uploaded file is served byte for byte and lies in the volume that backups save.
set -eu
. "$CC_CI_SHELL"
. "$(dirname "$0")/administrator.sh"

token="upload-$$-$(date +%s)"
answer=$(as_administrator /wp/v2/media -H 'Content-Type: text/plain' \
  -H "Content-Disposition: attachment; filename=$token.txt" --data-binary "$token") || fail "the upload was refused"

url=$(printf '%s' "$answer" | sed -n 's/.*"source_url":"\([^"]*\)".*/\1/p' | tr -d '\\')
served=$(curl -fsS "$url") || fail "the uploaded file is not served at '$url'"
[ "$served" = "$token" ] || fail "GET $url gave '$served', uploaded was '$token'"

cc_ci_exec app grep -rqx "$token" /var/www/html/wp-content/uploads ||
  fail "the uploaded file is not below wp-content/uploads"
cc_ci_exec app grep -q ' /var/www/html/wp-content ' /proc/mounts ||
  fail "wp-content is not a volume: uploads would go with the container"
