import { describe, expect, it } from 'vitest'
import { readComposeDocument } from '../recipe/compose-document.js'
import { findProvider } from './find-provider.js'

const provider = (services: object) => findProvider(readComposeDocument(JSON.stringify({ services })))

describe('the admin API of a dependency', () => {
  it.each([
    ['keycloak', 'quay.io/keycloak/keycloak:26.4.0', 'keycloak'],
    ['Gitea, with a digest', 'gitea/gitea:1.24.2-rootless@sha256:0123', 'gitea'],
    ['Forgejo, which has that of Gitea', 'codeberg.org/forgejo/forgejo:12', 'gitea'],
  ])('is told by the image of %s', (_, image, kind) => {
    expect(provider({ db: { image: 'postgres:15.14' }, app: { image } })?.kind).toBe(kind)
  })

  it('is what the recipe itself says, whatever its images are called', () => {
    const labels = { 'cc-ci.identity-provider': 'keycloak' }

    expect(provider({ app: { image: 'gitea/gitea:1.24.2', deploy: { labels } } })?.kind).toBe('keycloak')
  })

  it('is none for a database, nor for what only begins like a provider', () => {
    expect(provider({ app: { image: 'postgres:15.14' }, theme: { image: 'example/keycloak-theme:1' } })).toBeUndefined()
  })

  it('is refused when nobody knows it, with those that are known', () => {
    const labels = { 'cc-ci.identity-provider': 'authentik' }

    expect(() => provider({ app: { image: 'a:1', deploy: { labels } } })).toThrow(
      expect.objectContaining({
        ...{ code: 'DEPENDENCY_PROVIDER_UNKNOWN', message: expect.stringContaining('“authentik”') },
        hint: expect.stringContaining('keycloak, gitea'),
      }),
    )
  })
})
