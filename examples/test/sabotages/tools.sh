# Sourced by every sabotage and every repair, after the functions of custom tests.

# Reloads nginx and waits until no worker with the old settings is left to answer.
reload_nginx() {
  cc_ci_exec app sh -ec '
    old=$(grep -ls "[w]orker process" /proc/[0-9]*/cmdline || true)
    nginx -s reload
    for worker in $old; do
      while [ -e "$worker" ]; do sleep 0.05; done
    done'
}

# Gives nginx the recipe's settings as the sed program makes them; the file itself belongs to Swarm and stays as it is.
change_nginx() {
  cc_ci_exec app sh -ec 'sed "$0" /etc/nginx/conf.d/default.conf >/etc/nginx/changed.conf
    sed -i "s#conf.d/\*#changed#" /etc/nginx/nginx.conf' "$1"
  reload_nginx
}

restore_nginx() {
  cc_ci_exec app sed -i 's#/changed\.conf#/conf.d/*.conf#' /etc/nginx/nginx.conf
  reload_nginx
}

# The same to every replica of the service app.
change_every_nginx() {
  each_replica change_nginx "$1"
}

restore_every_nginx() {
  each_replica restore_nginx
}

each_replica() {
  for replica in $(docker ps -q --filter "label=com.docker.swarm.service.name=${CC_CI_STACK}_app"); do
    (
      cc_ci_exec() {
        shift
        docker exec -i "$replica" "$@"
      }
      "$@"
    )
  done
}

# Serves the page of the volume or config as a sed program makes it.
show_page() {
  cc_ci_exec app sh -ec 'mkdir -p /usr/share/nginx/changed
    sed "$0" /usr/share/nginx/html/index.html >/usr/share/nginx/changed/index.html' "$1"
  change_nginx 's#/usr/share/nginx/html#/usr/share/nginx/changed#'
}

# Runs JavaScript from standard input inside the running process of a Node.js app, which reads its files only once.
evaluate_in_app() {
  cc_ci_exec app node --no-warnings --experimental-websocket --input-type=module --eval '
    let expression = ""
    for await (const chunk of process.stdin) expression += chunk
    process.kill(1, "SIGUSR1")
    let targets
    while (targets === undefined)
      targets = await fetch("http://127.0.0.1:9229/json/list").then((answer) => answer.json(), () => undefined)
    const inspector = new WebSocket(targets[0].webSocketDebuggerUrl)
    inspector.onopen = () => inspector.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression } }))
    inspector.onmessage = ({ data }) => {
      const { exceptionDetails } = JSON.parse(data).result
      if (exceptionDetails !== undefined) console.error(exceptionDetails.exception.description)
      process.exit(exceptionDetails === undefined ? 0 : 1)
    }'
}

# Lets JavaScript from standard input see each request before the app does; what it answers never reaches the app.
change_requests() {
  {
    echo "process.getBuiltinModule('http').Server.prototype.emit = function (event, request, response) {"
    echo "  if (event === 'request') {"
    cat
    echo "    if (response.writableEnded) return true"
    echo "  }"
    echo "  return process.getBuiltinModule('events').prototype.emit.apply(this, arguments)"
    echo "}"
  } | evaluate_in_app
}

leave_requests_alone() {
  echo "delete process.getBuiltinModule('http').Server.prototype.emit" | evaluate_in_app
}

# Edits a file of DokuWiki's code by a sed program; PHP would use what it has read for two seconds more.
edit_php() {
  cc_ci_exec app sh -ec '
    sed -i "$0" "$1"
    echo "<?php opcache_invalidate(\$_GET[\"file\"], true);" >forget.php
    curl -fsS "http://127.0.0.1/forget.php?file=$PWD/$1"
    rm forget.php' "$1" "$2"
}

# The database of the guestbook, as its owner.
guestbook_sql() {
  cc_ci_exec db psql --quiet --set=ON_ERROR_STOP=1 --username=guestbook --dbname=guestbook --output=/dev/null
}

# Adds a plugin that WordPress loads without being asked to; its code comes from standard input.
add_plugin() {
  { echo '<?php' && cat; } | cc_ci_exec app sh -ec 'mkdir -p wp-content/mu-plugins && cat >"wp-content/mu-plugins/$0.php"' "$1"
}

remove_plugin() {
  cc_ci_exec app rm "wp-content/mu-plugins/$1.php"
}

# The container of the service app.
app_container() {
  docker ps -q --filter "label=com.docker.swarm.service.name=${CC_CI_STACK}_app" --filter status=running
}

# Runs mount in the running app, which only root of the host may.
mount_in_app() {
  nsenter --target "$(docker inspect --format '{{.State.Pid}}' "$(app_container)")" --mount mount "$@"
}

# Moves a volume of the running app to another folder.
move_mount() {
  mount_in_app --move "$1" "$2"
}

# Makes a mount of the running app read-only (ro) or not (rw).
remount() {
  mount_in_app -o "remount,bind,$1" "$2"
}

# Runs SQL from standard input on the database of counter, as any other process may.
change_counter() {
  cc_ci_exec app python3 -c 'import sqlite3, sys
sqlite3.connect("/data/counter.sqlite", timeout=10).executescript(sys.stdin.read())'
}
