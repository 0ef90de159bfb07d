#!/bin/sh
# Proves that visitors get the page of the image.
set -eu

case "$(curl -fsS "$CC_CI_BASE_URL/")" in
  *'Welcome to nginx!'*) ;;
  *)
    echo "GET / does not show the page of the image" >&2
    exit 1
    ;;
esac
