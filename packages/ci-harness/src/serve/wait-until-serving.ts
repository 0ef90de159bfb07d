import type { RecipeSettings } from '@cc-ci/contracts/recipe-settings'
import type { Clock } from '@cc-ci/kernel'
import type { HttpProbe } from '../ports/http-probe.js'
import type { TcpProbe } from '../ports/tcp-probe.js'
import type { Failure } from '../verdict/failure.js'
import { hostFaultIn } from '../verdict/host-fault.js'
import { judgeAnswer } from './judge-answer.js'

export interface ServingRequest {
  readonly domain: string
  readonly settings: Pick<RecipeSettings, 'healthPath' | 'healthOk' | 'httpTimeout' | 'readyProbe'>
  readonly signal: AbortSignal
  /** A failure of the stack seen meanwhile ends the wait at once. */
  readonly failureMeanwhile: () => Promise<Failure | undefined>
  readonly onWait: (waitingFor: string) => void
}

export interface ServingWorld {
  readonly clock: Clock
  readonly http: HttpProbe
  readonly tcp: TcpProbe
}

export type Serving =
  | { readonly serving: true; readonly seconds: number }
  | { readonly serving: false; readonly failure: Failure }

const pollMs = 100
const requestTimeoutMs = 5_000

/** Waits until the app answers over the proxy and its ready probe, if it has one, holds. */
export async function waitUntilServing(request: ServingRequest, world: ServingWorld): Promise<Serving> {
  const { clock } = world
  const begun = clock.monotonic()
  const deadline = begun + request.settings.httpTimeout * 1000
  const checks = [() => askHealthPath(request, world), ...readyChecks(request, world)]
  for (const check of checks) {
    const failure = await holdUntil(check, { ...request, deadline }, clock)
    if (failure !== undefined) return { serving: false, failure }
  }
  return { serving: true, seconds: (clock.monotonic() - begun) / 1000 }
}

interface Check {
  readonly holds: boolean
  readonly why: string
}

async function holdUntil(
  check: () => Promise<Check>,
  { deadline, signal, failureMeanwhile, onWait, settings }: ServingRequest & { deadline: number },
  clock: Clock,
): Promise<Failure | undefined> {
  for (;;) {
    const seen = await check()
    if (seen.holds) return undefined
    const failure = await failureMeanwhile()
    if (failure !== undefined) return failure
    if (clock.monotonic() >= deadline) {
      const evidence = `The app did not answer as it should within ${settings.httpTimeout} s; last: ${seen.why}.`
      if (isAboutClock(seen.why)) return { class: 'infra', ...hostFaultIn(seen.why), code: 'CLOCK_WRONG', evidence }
      return {
        class: 'recipe',
        code: 'NOT_SERVING',
        evidence,
        hint: 'Check healthPath and healthOk in recipe.yaml, the Traefik labels of the routed service, and its logs.',
      }
    }
    onWait(seen.why)
    await clock.sleep(pollMs, signal)
  }
}

/** Only what the probe says of a certificate counts, never what the app answered. */
function isAboutClock(why: string): boolean {
  const ofCertificate = /^(?:ready probe )?\S+: the certificate for \S+ could not be verified: /
  return ofCertificate.test(why) && hostFaultIn(why)?.code === 'CLOCK_WRONG'
}

async function askHealthPath({ domain, settings }: ServingRequest, { http }: ServingWorld): Promise<Check> {
  const answer = await http.get({ domain, path: settings.healthPath, timeoutMs: requestTimeoutMs })
  const { serving, why } = judgeAnswer(answer, settings.healthOk, { domain, path: settings.healthPath })
  return { holds: serving, why: `${settings.healthPath}: ${why}` }
}

function readyChecks({ domain, settings }: ServingRequest, { http, tcp }: ServingWorld): (() => Promise<Check>)[] {
  const probe = settings.readyProbe
  if (probe === undefined) return []
  if ('path' in probe) {
    return [
      async () => {
        const answer = await http.get({ domain: probe.host ?? domain, path: probe.path, timeoutMs: requestTimeoutMs })
        const { serving, why } = judgeAnswer(answer, probe.ok, { domain: probe.host ?? domain, path: probe.path })
        return { holds: serving, why: `ready probe ${probe.path}: ${why}` }
      },
    ]
  }
  let inARow = 0
  return [
    async () => {
      const { tcpHost: host, tcpPort: port } = probe
      const isOfApp = host === domain || host.endsWith(`.${domain}`)
      const answer = await tcp.connect({ host, port, timeoutMs: requestTimeoutMs, isOfApp })
      inARow = answer.connected ? inARow + 1 : 0
      const state = answer.connected ? `${inARow} of ${probe.stable} connections in a row` : answer.why
      return { holds: inARow >= probe.stable, why: `port ${probe.tcpPort}: ${state}` }
    },
  ]
}
