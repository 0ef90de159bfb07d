#!/bin/sh
# Proves that somebody who logs in can save a page, and that somebody who does not cannot.
set -eu
. "$CC_CI_SHELL"

fail() {
  echo "$1" >&2
  exit 1
}

token="edit$$x$(date +%s)"
users=/var/lib/dokuwiki/conf/users.auth.php
pages=/var/lib/dokuwiki/data/pages
session=$(mktemp -d)
clean() {
  rm -rf "$session"
  cc_ci_exec app sh -c "sed -i '/^$token:/d' $users; rm -f $pages/$token.txt $pages/$token-anonymous.txt"
}
trap clean EXIT

# The password is only this test's own, and its user is gone at the end.
cc_ci_exec app php -r 'echo $argv[1], ":", password_hash($argv[1], PASSWORD_BCRYPT), ":Editor:editor@example.org:user\n";' \
  "$token" >"$session/user"
cc_ci_exec app sh -c "echo '$(cat "$session/user")' >> $users"

# Prints the status of the answer: DokuWiki redirects to a page that it saved, and shows anything else at once.
save() {
  page=$1
  shift
  form=$(curl -fsS "$@" "$CC_CI_BASE_URL/doku.php?id=$page&do=edit") || true
  sectok=$(printf '%s' "$form" | sed -n 's/.*name="sectok" value="\([^"]*\)".*/\1/p' | head -n 1)
  curl -sS -o /dev/null -w '%{http_code}' "$@" --data-urlencode "sectok=$sectok" \
    --data-urlencode "wikitext=written by $token" \
    --data "id=$page&do[save]=1&rev=0&date=&prefix=.&suffix=&changecheck=&target=section" \
    "$CC_CI_BASE_URL/doku.php" || true
}

curl -fsS -o "$session/login" -c "$session/cookies" "$CC_CI_BASE_URL/doku.php?id=start&do=login" ||
  fail "the login form was refused"
sectok=$(sed -n 's/.*name="sectok" value="\([^"]*\)".*/\1/p' "$session/login" | head -n 1)
curl -fsS -o /dev/null -b "$session/cookies" -c "$session/cookies" --data-urlencode "sectok=$sectok" \
  --data "id=start&do=login&u=$token&p=$token" "$CC_CI_BASE_URL/doku.php" || fail "the login was refused"
status=$(save "$token" -b "$session/cookies" -c "$session/cookies")
[ "$status" = 302 ] || fail "an editor's page was answered with $status, want 302"
shown=$(curl -fsS "$CC_CI_BASE_URL/doku.php?id=$token") || fail "the page $token was refused"
case "$shown" in
  *"written by $token"*) ;;
  *) fail "the page $token does not show what its editor saved" ;;
esac

status=$(save "$token-anonymous")
cc_ci_exec app test ! -e "$pages/$token-anonymous.txt" || fail "somebody who is not logged in could save a page"
case "$status" in
  200 | 403) ;;
  *) fail "a page of somebody who is not logged in was answered with $status, want 200 or 403" ;;
esac
