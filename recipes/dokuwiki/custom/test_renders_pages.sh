#!/bin/sh
# Proves that a page file in the volume is shown to visitors as rendered wiki text.
set -eu
. "$CC_CI_SHELL"

token="page$$x$(date +%s)"
file="/var/lib/dokuwiki/data/pages/$token.txt"
trap 'cc_ci_exec app rm -f "$file"' EXIT

cc_ci_exec app sh -c "echo 'some **$token** words' > '$file'"
page=$(curl -fsS "$CC_CI_BASE_URL/doku.php?id=$token") || page="nothing"
case "$page" in
  *"<strong>$token</strong>"*) ;;
  *)
    echo "the page $token is not shown with its bold word" >&2
    exit 1
    ;;
esac
