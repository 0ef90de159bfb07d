#!/bin/sh
# Proves that neither nobody nor somebody with a wrong password sees a file.
set -eu

look() {
  curl -sS -o /dev/null -w '%{http_code}' "$@" "$CC_CI_BASE_URL/" || true
}

nobody=$(look)
wrong=$(look -u 'reader:guessed')
if [ "$nobody" != 401 ] || [ "$wrong" != 401 ]; then
  echo "without a password / gave $nobody, with a wrong one $wrong, want 401 twice" >&2
  exit 1
fi
