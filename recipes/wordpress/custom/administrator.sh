# Sourced by the tests beside it: installs WordPress unless an earlier test did, logs in, and gives
# `fail <message>` and `as_administrator <REST route> [curl options…]`.

fail() {
  echo "$1" >&2
  exit 1
}

session=$(mktemp -d)
trap 'rm -rf "$session"' EXIT
# Each test of a run must know the password that the first one chose; it opens nothing but this throw-away app.
printf '%s' "$CC_CI_STACK at $CC_CI_APP_DOMAIN" | sha256sum | cut -c 1-40 | tr -d '\n' >"$session/password"

curl -fsS -o /dev/null --data-urlencode 'weblog_title=cc-ci' --data 'user_name=ci&admin_email=ci@example.org' \
  --data-urlencode "admin_password@$session/password" --data-urlencode "admin_password2@$session/password" \
  --data 'pw_weak=1&language=' "$CC_CI_BASE_URL/wp-admin/install.php?step=2" ||
  fail "the installation form was refused"

curl -fsS -o /dev/null -c "$session/cookies" -b 'wordpress_test_cookie=WP%20Cookie%20check' \
  --data 'log=ci&testcookie=1' --data-urlencode "pwd@$session/password" "$CC_CI_BASE_URL/wp-login.php" ||
  fail "the login form was refused"
nonce=$(curl -fsS -b "$session/cookies" "$CC_CI_BASE_URL/wp-admin/admin-ajax.php?action=rest-nonce") ||
  fail "the administrator could not log in"

as_administrator() {
  route=$1
  shift
  curl -fsS -b "$session/cookies" -H "X-WP-Nonce: $nonce" "$@" "$CC_CI_BASE_URL/?rest_route=$route"
}
