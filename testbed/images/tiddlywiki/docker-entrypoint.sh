#!/bin/sh
set -e
trap 'exit 143' INT TERM # Without a trap process 1 ignores them, and the first start takes a while.
tiddlywiki=/app/node_modules/tiddlywiki/tiddlywiki.js
if [ ! -e wiki/tiddlywiki.info ]; then node "$tiddlywiki" wiki --init server; fi
# Node as process 1 ignores SIGTERM unless a handler is set.
exec node --import 'data:text/javascript,process.on("SIGTERM",()=>process.exit(0))' "$tiddlywiki" wiki --listen host=0.0.0.0 port=8080
