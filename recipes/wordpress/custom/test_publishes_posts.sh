#!/bin/sh
# Proves that a post which an administrator publishes reaches readers who are not logged in, and lies in the database.
set -eu
. "$CC_CI_SHELL"
. "$(dirname "$0")/administrator.sh"

token="post-$$-$(date +%s)"
as_administrator /wp/v2/posts -o /dev/null --data "title=$token&content=written+by+a+test&status=publish" ||
  fail "publishing a post was refused"

feed=$(curl -fsS "$CC_CI_BASE_URL/?feed=rss2") || fail "the feed was refused"
case "$feed" in
  *"<title>$token</title>"*) ;;
  *) fail "the post $token was accepted but readers do not see it" ;;
esac

# The password stays inside the container.
# shellcheck disable=SC2016
stored=$(cc_ci_exec db sh -c 'MYSQL_PWD=$(cat "$MARIADB_PASSWORD_FILE") mariadb -N -u wordpress wordpress \
  -e "SELECT COUNT(*) FROM wp_posts WHERE post_title = '"'$token'"'"')
[ "$stored" = 1 ] || fail "the database holds $stored posts called $token, want 1"
