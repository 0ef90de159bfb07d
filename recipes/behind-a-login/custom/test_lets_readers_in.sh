#!/bin/sh
# Proves that the password which was made for this app opens a file, byte for byte.
set -eu
. "$CC_CI_SHELL"

token="file-$$-$(date +%s)"
file="/usr/share/nginx/html/$token"
trap 'cc_ci_exec app rm -f "$file"' EXIT

cc_ci_exec app sh -c "echo '$token' >'$file'"
# By way of curl's standard input, because arguments can be seen by everybody.
seen=$(cc_ci_exec app cat /run/secrets/reader_pw |
  sed 's/.*/user = "reader:&"/' |
  curl -fsS --config - "$CC_CI_BASE_URL/$token") || seen="nothing"
if [ "$seen" != "$token" ]; then
  echo "GET /$token with the password gave '$seen', want '$token'" >&2
  exit 1
fi
