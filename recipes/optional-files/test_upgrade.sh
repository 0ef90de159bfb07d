#!/bin/sh
# Proves that compose.limits.yml reaches the running app: it may take 256 MiB of memory and no more.
set -eu

container=$(docker ps -q --filter "label=com.docker.swarm.service.name=${CC_CI_STACK}_app" --filter status=running)
limit=$(docker inspect --format '{{.HostConfig.Memory}}' "$container")
if [ "$limit" != 268435456 ]; then
  echo "the app may take $limit bytes of memory, want 268435456" >&2
  exit 1
fi
