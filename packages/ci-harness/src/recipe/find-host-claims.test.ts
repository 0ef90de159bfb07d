import { describe, expect, it } from 'vitest'
import { readComposeDocument } from './compose-document.js'
import { findHostClaims } from './find-host-claims.js'

const run = { domain: 'wiki-0a1b2c.ci.test', proxyNetwork: 'proxy' }
const claims = (text: string): string[] => findHostClaims(readComposeDocument(text), run)
const routed = (rule: string): string =>
  `services: {app: {deploy: {labels: {traefik.enable: "true", traefik.http.routers.a.rule: "${rule}"}}}}`

describe('what a recipe asks of the host', () => {
  it.each([
    ['a host path', 'services: {app: {volumes: ["/:/host"]}}', 'app mounts the host path /'],
    [
      'the Docker socket',
      'services: {app: {volumes: ["/var/run/docker.sock:/s:ro"]}}',
      'app mounts the host path /var/run/docker.sock',
    ],
    ['a capability', 'services: {app: {cap_add: [SYS_ADMIN]}}', 'app wants the capability SYS_ADMIN'],
    [
      'a volume that is a host folder',
      'volumes: {d: {driver_opts: {type: none, o: bind, device: /srv}}}',
      'the volume d is the host path /srv',
    ],
    [
      'a network of others',
      'networks: {n: {external: true, name: db_internal}}',
      'it joins the external network db_internal',
    ],
    ['the host’s own network', 'networks: {host: {external: true}}', 'it joins the external network host'],
    [
      'another domain',
      routed('Host(`wiki-0a1b2c.ci.test`) || Host(`bank.example`)'),
      'app takes the traffic of bank.example',
    ],
    [
      'a domain that only ends alike',
      routed('Host(`xwiki-0a1b2c.ci.test`)'),
      'app takes the traffic of xwiki-0a1b2c.ci.test',
    ],
  ])('names %s', (_, text, claim) => {
    expect(claims(text)).toEqual([claim])
  })

  it.each([
    [
      'its own volumes and networks',
      'services: {app: {volumes: ["data:/data"]}}\nvolumes: {data: {}}\nnetworks: {internal: {}}',
    ],
    ['the proxy', 'networks: {proxy: {external: true}}'],
    ['the time', 'services: {app: {volumes: ["/etc/localtime:/etc/localtime:ro"]}}'],
    ['its own domain and those below it', routed('Host(`wiki-0a1b2c.ci.test`,`www.wiki-0a1b2c.ci.test`)')],
    ['a volume on a server', 'volumes: {d: {driver_opts: {type: nfs, device: ":/export"}}}'],
  ])('does not mind %s', (_, text) => {
    expect(claims(text)).toEqual([])
  })
})
