import type { Clock } from '@cc-ci/kernel'
import type { HttpClient } from '../ports/http-client.js'
import type { ContainerAccess } from '../ports/swarm.js'
import type { ComposeDocument } from '../recipe/compose-document.js'
import type { Credentials } from './dependency-state.js'

/**
 * One kind of identity provider, with its own admin API. A provider that runs is asked to let one app sign people in;
 * what it made for that is taken back at the end.
 */
export interface IdentityProvider {
  /** How a recipe names it: the deploy label `cc-ci.identity-provider`, or the name of its image. */
  readonly kind: string
  /** What an app is given, with a placeholder for each value that is not known before the provider runs. */
  foresee(site: ProviderSite): Credentials
  /** Registers the app. Throws what it could not do; the provider is then torn down all the same. */
  enrol(site: ProviderSite, world: ProviderWorld): Promise<Enrolment>
}

/** Where a provider runs, and for which app. */
export interface ProviderSite {
  readonly recipe: string
  readonly domain: string
  readonly stack: string
  /** Compose name of the service that answers for the domain. */
  readonly service: string
  /** The service as other containers on the network `proxy` reach it: `http://<stack>_<service>:<port>`. */
  readonly internalUrl: string
  readonly document: ComposeDocument
  readonly app: { readonly recipe: string; readonly domain: string }
}

export interface ProviderWorld {
  readonly http: HttpClient
  readonly containers: Pick<ContainerAccess, 'containers' | 'exec'>
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Hears of every secret before it is used, so that it stands in nothing the run writes. */
  readonly mask: (secret: string) => void
}

export interface Enrolment {
  readonly credentials: Credentials
  /** Takes back what was made for the app. */
  revoke(): Promise<void>
}

export const placeholder = 'not-known-yet'

/** What is known of any dependency by its place alone. */
export function placeOf({ domain, stack, internalUrl }: Omit<ProviderSite, 'document'>): Credentials {
  const url = `https://${domain}`
  return { domain, base_url: url, baseUrl: url, internal_url: internalUrl, stack }
}
