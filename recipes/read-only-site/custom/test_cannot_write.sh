#!/bin/sh
# Proves that the web server can change neither the site nor its own programs, and can write where it must.
set -eu
. "$CC_CI_SHELL"

for folder in /usr/share/nginx/html /etc/nginx; do
  if cc_ci_exec app sh -c "touch $folder/written && rm $folder/written" 2>/dev/null; then
    echo "the web server can write into $folder" >&2
    exit 1
  fi
done
if ! cc_ci_exec app sh -c 'touch /run/written && rm /run/written'; then
  echo "the web server cannot write into /run, where it keeps its process id" >&2
  exit 1
fi
