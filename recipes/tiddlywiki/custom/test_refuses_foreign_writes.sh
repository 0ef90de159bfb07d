#!/bin/sh
# Proves that a write without the header that foreign pages cannot send is refused, and with it is taken.
set -eu

write() {
  curl -sS -o /dev/null -w '%{http_code}' -X PUT -H 'Content-Type: application/json' "$@" \
    --data '{"text": "written by a test"}' "$CC_CI_BASE_URL/recipes/default/tiddlers/$token" || true
}

token="foreign-$$-$(date +%s)"
trap 'curl -sS -X DELETE -H "X-Requested-With: TiddlyWiki" "$CC_CI_BASE_URL/bags/default/tiddlers/$token"' EXIT

foreign=$(write)
own=$(write -H 'X-Requested-With: TiddlyWiki')
if [ "$foreign" != 403 ] || [ "$own" != 204 ]; then
  echo "a write without the header gave $foreign (want 403), with it $own (want 204)" >&2
  exit 1
fi
