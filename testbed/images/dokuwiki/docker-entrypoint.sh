#!/bin/sh
# Pages, settings, media and plugins all live below /var/lib/dokuwiki, which is empty in a new volume.
set -e
trap 'exit 143' INT TERM # Without a trap process 1 ignores them, and the first start takes a while.
if [ ! -e /var/lib/dokuwiki/conf ]; then
  cp -a /usr/src/dokuwiki/. /var/lib/dokuwiki/
fi
exec "$@"
