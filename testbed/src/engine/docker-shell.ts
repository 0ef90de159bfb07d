import { $ } from 'zx'

/** A shell whose `docker` talks to this engine. The classic builder, because it needs no plugin. */
export function dockerShell(dockerHost: string) {
  const { DOCKER_CONTEXT: _ignored, ...env } = process.env
  return $({ quiet: true, env: { ...env, DOCKER_HOST: dockerHost, DOCKER_BUILDKIT: '0' } })
}

export type DockerShell = ReturnType<typeof dockerShell>
