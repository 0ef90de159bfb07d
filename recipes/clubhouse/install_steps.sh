#!/bin/sh
# Gives the clubhouse the client secret that the provider knows: before the only deploy, as a Swarm secret.
set -eu
. "$CC_CI_SHELL"

secret=$(cc_ci_dep oidc-provider client_secret)
printf %s "$secret" | docker secret create "${CC_CI_STACK}_oidc_secret_v1" - >/dev/null
