import { dockerShell } from '../engine/docker-shell.js'

/** Asked for once per seeding; a network without a registry must not cost more than a moment. */
export async function registryAnswers(dockerHost: string): Promise<boolean> {
  const $d = dockerShell(dockerHost)
  const probe = await $d({ nothrow: true, timeout: '3s' })`docker manifest inspect nginx:1.27.0`
  return probe.exitCode === 0
}
