#!/bin/sh
set -eu
. "$CC_CI_SHELL"

is_there() {
  curl -fsS -o /dev/null "$CC_CI_BASE_URL/"
}

greets() {
  page=$(curl -fsS "$CC_CI_BASE_URL/")
  case "$page" in
    *hello*) ;;
    *) echo "want hello, got $page" | head -n 1 && return 1 ;;
  esac
}

check "the page is there" is_there
check "the page greets" greets
