#!/bin/sh
# Proves that a text which is handed in comes back counted: taken by the app, done by a worker, read by the app.
set -eu

job=$(curl -fsS --data 'four words are here' "$CC_CI_BASE_URL/jobs")
tries=40
until count=$(curl -fsS "$CC_CI_BASE_URL$job" 2>/dev/null); do
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo "no worker did the job $job within 10 s" >&2
    exit 1
  fi
  sleep 0.25
done
if [ "$count" != '4 words' ]; then
  echo "the job $job came back as '$count', want '4 words'" >&2
  exit 1
fi
