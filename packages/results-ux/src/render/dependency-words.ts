import type { RunResult } from '@cc-ci/contracts/run-result'
import { formatSeconds } from './duration.js'

/** What became of one dependency, in a line: "oidc-provider 1.0.0+8.8.0: ready after 4.9 s, proven by a test". */
export function dependencyWords({
  recipe,
  version,
  status,
  proven,
  seconds,
  reason,
}: RunResult['dependencies'][number]): string {
  const name = `${recipe} ${version}`
  if (status === 'failed') return `${name}: NOT READY: ${reason ?? 'the run ended before it was'}`
  return `${name}: ready after ${formatSeconds(seconds)}, ${proven ? 'proven by a test' : 'NOT PROVEN by any test'}`
}
