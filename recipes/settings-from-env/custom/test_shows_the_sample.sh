#!/bin/sh
# Proves that what the sample sets arrives as it is written there, and what it comments out has its default.
set -eu

page=$(curl -fsS "$CC_CI_BASE_URL/")
while IFS= read -r wanted; do
  if ! printf '%s\n' "$page" | grep -Fqx -- "$wanted"; then
    echo "the page lacks the line '$wanted'; it is: $page" >&2
    exit 1
  fi
done <<'LINES'
title: A page, made of settings
subtitle: costs 5$ # and a hash
languages: de,en,fr
equation: a=b=c
empty: 
colour: blue
LINES
