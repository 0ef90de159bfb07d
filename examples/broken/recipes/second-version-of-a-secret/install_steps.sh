#!/bin/sh
# A secret cannot be overwritten: the next version is inserted, and its variable raised.
set -eu
printf 'of-ours' | docker secret create "${CC_CI_STACK}_page_key_v2" - >/dev/null
sed -i 's/^SECRET_PAGE_KEY_VERSION=.*/SECRET_PAGE_KEY_VERSION=v2/' "$CC_CI_ENV_FILE"
