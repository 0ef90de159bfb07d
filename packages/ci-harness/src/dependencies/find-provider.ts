import { CcCiError } from '@cc-ci/kernel'
import type { ComposeDocument } from '../recipe/compose-document.js'
import { giteaProvider } from './gitea-provider.js'
import type { IdentityProvider } from './identity-provider.js'
import { keycloakProvider } from './keycloak-provider.js'

const providers: readonly IdentityProvider[] = [keycloakProvider, giteaProvider]
const alsoCalled: Readonly<Record<string, string>> = { forgejo: 'gitea' }

const label = 'cc-ci.identity-provider'

/**
 * Which admin API a recipe has: what the deploy label `cc-ci.identity-provider` of any service says, else what the name
 * of an image tells. Undefined for one that only has to run, such as a database.
 */
export function findProvider(document: ComposeDocument): IdentityProvider | undefined {
  const labelled = document.services.map(({ labels }) => labels[label]).find((value) => value !== undefined)
  if (labelled !== undefined) return providerCalled(labelled) ?? unknown(labelled)
  const names = document.services.flatMap(({ image }) => (image === undefined ? [] : [nameOfImage(image)]))
  return names.map(providerCalled).find((provider) => provider !== undefined)
}

const providerCalled = (name: string): IdentityProvider | undefined =>
  providers.find(({ kind }) => kind === (alsoCalled[name] ?? name))

/** `quay.io/keycloak/keycloak:26.4` is keycloak. */
const nameOfImage = (image: string): string => (image.split('/').at(-1) ?? '').replace(/[:@].*$/, '')

function unknown(name: string): never {
  throw new CcCiError('DEPENDENCY_PROVIDER_UNKNOWN', `The label ${label} says “${name}”, which cc-ci cannot ask.`, {
    hint: `It knows ${providers.map(({ kind }) => kind).join(', ')}. Without the label a dependency only has to run.`,
    exitCode: 2,
  })
}
