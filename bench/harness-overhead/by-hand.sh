#!/usr/bin/env bash
# The yardstick: what an expert would write by hand to put one recipe through install, upgrade, backup, wipe and restore,
# with the Engine API polled as tightly as is reasonable and nothing done that the test does not need.
# usage: by-hand.sh <recipe>   Prints one line `<phase><tab><start><tab><seconds>` per phase; exit 0 only if every fact holds.
# From outside: DOCKER_HOST (unix://), RECIPE_URL, PROXY_ADDRESS, PROXY_CA_FILE, BACKUP_VOLUME (holds a restic
# repository at /repository, its password in /password), BACKUP_IMAGE.
set -euo pipefail

recipe=$1
poll=0.1
patience=180
domain="bench-by-hand-$$.ci.test"
stack=${domain//./_}
companion="$stack-backup"
socket=${DOCKER_HOST#unix://}
began=$EPOCHREALTIME

seconds_since() { awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.3f", to - from }'; }

phase() {
  local name=$1 start=$EPOCHREALTIME at
  shift
  at=$(seconds_since "$began")
  "$@"
  printf "%s\t%s\t%s\n" "$name" "$at" "$(seconds_since "$start")"
}

fail() {
  echo "by-hand.sh: $*" >&2
  exit 1
}

# until_true <what is waited for> <command…>
until_true() {
  local what=$1 deadline=$((SECONDS + patience))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || fail "gave up waiting for $what"
    sleep "$poll"
  done
}

engine() { curl --silent --fail --get --unix-socket "$socket" "http://docker/v1.41/$1" "${@:2}"; }
of_stack() { engine "$1" --data-urlencode "filters={\"label\":[\"com.docker.stack.namespace=$stack\"]}" "${@:2}"; }
container_of() { docker ps -q --filter "label=com.docker.swarm.service.name=${stack}_$1" --filter status=running | head -n 1; }

# ---- What the expert knows of each recipe -----------------------------------------------------------------------

case $recipe in
  custom-html)
    volume=content path=. secret='' ;;
  guestbook)
    volume=postgres path=backup.sql secret="${stack}_db_password_v1" ;;
  *)
    echo "by-hand.sh: written for custom-html and guestbook, not for $recipe" >&2
    exit 2 ;;
esac
data="/data/${stack}_$volume"

sql() {
  docker exec -i "$(container_of db)" sh -c \
    'PGPASSWORD=$(cat /run/secrets/db_password) exec psql -qtAX -v ON_ERROR_STOP=1 -h 127.0.0.1 -U guestbook -d guestbook'
}

seed_custom-html() {
  docker exec "$companion" sh -c 'for i in 1 2 3; do printf "marker $i" >"$0/.marker-$i"; done' "$data"
}
seed_guestbook() {
  sql <<<"CREATE TABLE marker (id integer PRIMARY KEY, value text NOT NULL);
    INSERT INTO marker VALUES (1, 'marker 1'), (2, 'marker 2'), (3, 'marker 3');"
}

count_custom-html() { docker exec "$companion" sh -c 'cat "$0"/.marker-* 2>/dev/null | grep -o "marker [123]" | wc -l' "$data"; }
count_guestbook() { sql <<<"SELECT count(*) FROM marker WHERE value = 'marker ' || id;"; }

wipe_custom-html() {
  docker exec "$companion" sh -c 'rm -f "$0"/.marker-*' "$data"
  [[ $(count_custom-html) == 0 ]] || fail 'the files are still there'
}
wipe_guestbook() {
  sql <<<'DROP TABLE marker;'
  [[ -z $(sql <<<"SELECT to_regclass('marker');") ]] || fail 'the table is still there'
}

pre_backup_custom-html() { :; }
pre_backup_guestbook() { docker exec "$(container_of db)" /pg_backup.sh backup; }
post_restore_custom-html() { :; }
post_restore_guestbook() { docker exec "$(container_of db)" /pg_backup.sh restore; }

# ---- The operations ---------------------------------------------------------------------------------------------

fetch() { git clone --quiet "$RECIPE_URL" "$work/recipe" && cd "$work/recipe" && head=$(git rev-parse HEAD); }

checkout() {
  git checkout --quiet --force --detach "$1"
  set -a
  # shellcheck disable=SC1091
  . ./.env.sample
  # shellcheck disable=SC1091
  . ./abra.sh
  set +a
  export DOMAIN=$domain STACK_NAME=$stack
  images=$(sed -n 's/^ *image: *//p' compose.yml)
}

make_secret() { [[ -z $secret ]] || head -c 16 /dev/urandom | od -An -v -tx1 | tr -d ' \n' | docker secret create "$secret" - >/dev/null; }

# A failed pull is no trouble when the host has the image under that very name.
have_image() { docker pull --quiet "$1" >/dev/null 2>&1 || docker image inspect "$1" >/dev/null; }
pull() {
  local image pulls=()
  for image in $images; do have_image "$image" & pulls+=($!); done
  for image in "${pulls[@]}"; do wait "$image" || fail 'an image cannot be had'; done
}

deploy() { docker stack deploy --compose-file compose.yml --resolve-image never --detach=true "$stack" >/dev/null 2>&1; }

all_run() {
  of_stack services --data status=true |
    jq -e 'length > 0 and all(.[]; .ServiceStatus.RunningTasks == .Spec.Mode.Replicated.Replicas)' >/dev/null
}

# Every service of these recipes changes in the upgrade, so each must have an update, and it must have ended well.
all_updated() {
  local states
  states=$(of_stack services | jq -r '.[].UpdateStatus.State // "none"')
  [[ $states != *rollback* && $states != *paused* ]] || fail "the update ended as $states"
  [[ $states != *none* && $states != *updating* ]] && all_run
}

answers() {
  local status
  status=$(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 5 --cacert "$PROXY_CA_FILE" \
    --connect-to "$domain:443:$PROXY_ADDRESS" "https://$domain/") || return 1
  [[ $status == 200 || $status == 301 || $status == 302 ]]
}

start_companion() {
  docker run --detach --name "$companion" --network none --volume "$BACKUP_VOLUME:/backups" \
    --volume "${stack}_$volume:$data:nocopy" --entrypoint sh "$BACKUP_IMAGE" \
    -c 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done' >/dev/null
}
seed() { start_companion && "seed_$recipe"; }
count() { [[ $("count_$recipe") == 3 ]] || fail "data was lost: $1"; }

head_runs() {
  local running image
  running=$(docker ps -q --filter "label=com.docker.stack.namespace=$stack" | xargs docker inspect --format '{{.Config.Image}}')
  for image in $images; do [[ $running == *"$image"* ]] || fail "$image does not run"; done
}

repository() { docker exec "$companion" restic --repo /backups/repository --password-file /backups/password --no-cache "$@"; }
back_up() {
  "pre_backup_$recipe"
  snapshot=$(repository backup --json --host by-hand --tag "$stack" -- "$data/$path" | jq -r 'select(.message_type == "summary").snapshot_id')
  [[ -n $snapshot ]] || fail 'no snapshot was made'
}
restore() { repository restore "$snapshot" --target / >/dev/null && "post_restore_$recipe"; }

is_gone() { [[ $(of_stack "$1" "${@:2}") == '[]' ]]; }
remove_networks() {
  docker network ls -q --filter "label=com.docker.stack.namespace=$stack" | xargs -r docker network rm >/dev/null 2>&1
  is_gone networks
}
remove_volume() { docker volume rm --force "${stack}_$volume" >/dev/null 2>&1; }
tear_down() {
  docker stack rm "$stack" >/dev/null 2>&1
  (docker ps -aq --filter "label=com.docker.stack.namespace=$stack"; docker ps -aq --filter "name=^$companion\$") |
    xargs -r docker rm --force --volumes >/dev/null 2>&1 || true
  until_true 'the containers to be gone' is_gone containers/json --data all=true
  until_true 'the networks to be gone' remove_networks
  until_true 'the volume to be free' remove_volume
  [[ -z $secret ]] || ! docker secret inspect "$secret" >/dev/null 2>&1 || docker secret rm "$secret" >/dev/null
}

clean_up() {
  local code=$?
  trap - EXIT
  ((code == 0)) || (set +e; tear_down)
  rm -rf "$work"
  exit "$code"
}
work=$(mktemp -d)
trap clean_up EXIT
trap 'exit 143' TERM INT

phase fetch fetch
phase base checkout "$(git tag --sort=-version:refname | head -n 1)"
phase secrets make_secret
phase pull pull
phase deploy deploy
phase converge until_true 'the base to run' all_run
phase serve until_true 'an answer' answers
phase 'seed data' seed
phase head checkout "$head"
phase pull pull
phase deploy deploy
phase converge until_true 'the update to end' all_updated
phase serve until_true 'an answer' answers
phase 'check images' head_runs
phase 'count data' count 'by the upgrade'
phase 'create backup' back_up
phase 'wipe data' "wipe_$recipe"
phase 'restore backup' restore
phase settle until_true 'the services to run' all_run
phase serve until_true 'an answer' answers
phase 'count data' count 'by the restore'
phase teardown tear_down
