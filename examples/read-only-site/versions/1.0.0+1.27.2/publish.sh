#!/bin/sh
# Publishes a first page, and then keeps the volume open for whoever brings more.
set -e
trap 'exit 0' INT TERM
if [ ! -e /site/index.html ]; then
  echo '<h1>Nothing is published yet</h1>' >/site/.index.html
  mv /site/.index.html /site/index.html
fi
touch /tmp/published
while :; do
  sleep 3600 &
  wait
done
