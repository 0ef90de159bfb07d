# Sourced by shell tests and install_steps.sh: . "$CC_CI_SHELL"

# cc_ci_exec <service> <command…> runs a command in the running container of a service and keeps its exit code.
cc_ci_exec() {
  _service=$1
  shift
  _container=$(docker ps -q --filter "label=com.docker.swarm.service.name=${CC_CI_STACK}_$_service" --filter status=running | head -n 1)
  if [ -z "$_container" ]; then
    echo "no running container of $_service" >&2
    return 125
  fi
  docker exec -i "$_container" "$@"
}

# check <words> <command…> makes one test of a command: it passes if the command exits 0. Whether or not it does, the
# script goes on, also under set -e; the test file is as good as its worst check.
check() {
  _words=$(printf '%s' "$1" | tr '\t\n' '  ')
  shift
  _begun=$(date +%s.%N)
  _number=$(($(wc -l <"$CC_CI_CHECKS/list") + 1))
  if "$@" >"$CC_CI_CHECKS/$_number" 2>&1; then _status=0; else _status=$?; fi
  printf '%s\t%s\t%s\t%s\n' "$_status" "$_begun" "$(date +%s.%N)" "$_words" >>"$CC_CI_CHECKS/list"
}

# cc_ci_dep <recipe> <key> prints what a dependency gave: cc_ci_dep keycloak client_secret.
cc_ci_dep() (
  . "$CC_CI_DEPS_ENV_FILE"
  _name=$(printf '%s' "DEP_$1_$2" | tr -c '[:alnum:]' _ | tr '[:lower:]' '[:upper:]')
  eval "_value=\${$_name-}"
  if [ -z "$_value" ]; then
    echo "no $2 of the dependency $1: ${CC_CI_DEPS_REASON:-it gives none}" >&2
    exit 1
  fi
  printf '%s\n' "$_value"
)

# requires_deps at the top of a test says that all of it needs the dependencies: it skips when one is not ready.
requires_deps() {
  : >"$CC_CI_CHECKS/requires-deps"
  if [ "$CC_CI_DEPS_READY" = 0 ]; then
    echo "deps-not-ready: $CC_CI_DEPS_REASON" | tee -a "$CC_CI_DEPS_SKIP_REPORT" >&2
    exit 77
  fi
}
