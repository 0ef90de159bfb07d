#!/bin/bash
# Obeys the parts of docker.io/wordpress' environment that recipes use; wp-config.php reads WORDPRESS_* itself.
set -e
trap 'exit 143' INT TERM # Without a trap process 1 ignores them, and the first start takes a while.
if [ "$1" = apache2 ] || [ "$1" = apache2-foreground ]; then
  set -- apache2 -DFOREGROUND
  mkdir -p "$APACHE_RUN_DIR" "$APACHE_LOCK_DIR"
  rm -f "$APACHE_PID_FILE"
  if [ ! -e index.php ] && [ ! -e wp-includes/version.php ]; then
    cp -r /usr/src/wordpress/. .
    chown -R www-data:www-data .
    echo 'WordPress has been successfully copied to /var/www/html'
  fi
fi
exec "$@"
