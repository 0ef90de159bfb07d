import { expect, it } from 'vitest'
import { readComposeDocument } from './compose-document.js'
import { hostsInRule, routedServicesOf, serviceForDomain } from './traefik-routes.js'

it.each([
  ['one host', 'Host(`a.b`)', ['a.b']],
  ['a list of Traefik 2', 'Host(`a.b`, `www.a.b`)', ['a.b', 'www.a.b']],
  ['alternatives of Traefik 3', 'Host(`a.b`) || Host(`c.d`)', ['a.b', 'c.d']],
  ['a path beside it', 'Host(`a.b`) && PathPrefix(`/x`)', ['a.b']],
  ['double quotes and capitals', 'host("A.b")', ['a.b']],
  ['a repeated host', 'Host(`a.b`) && Path(`/1`) || Host(`a.b`)', ['a.b']],
  ['a negated host', 'Host(`a.b`) && !Host(`c.d`)', ['a.b']],
  ['a pattern of hosts', 'HostRegexp(`{x:.+}`)', []],
  ['a TLS name', 'HostSNI(`a.b`)', []],
  ['no domain', 'Host(``)', []],
  ['no rule', '', []],
])('reads the hosts of a rule with %s', (_, rule, hosts) => {
  expect(hostsInRule(rule)).toEqual(hosts)
})

const router = (name: string, host: string) => `"traefik.http.routers.${name}.rule=Host(\`${host}\`)"`
const doc = readComposeDocument(`services:
  app: {image: a, deploy: {labels: [traefik.enable=false, ${router('off', 'off.b')}]}}
  web:
    image: w
    deploy:
      labels:
        - traefik.enable=true
        - ${router('t', 'a.b')}
        - ${router('t-www', 'www.a.b')}
        - traefik.http.services.t.loadbalancer.server.port=8080
  api: {image: i, deploy: {labels: {traefik.enable: true, Traefik.HTTP.Routers.x.Rule: "Host(\`api.a.b\`)"}}}
  voice: {image: v, deploy: {labels: [traefik.enable=true, "traefik.tcp.routers.v.rule=HostSNI(\`*\`)"]}}
  plain: {image: p, labels: [traefik.enable=true, ${router('p', 'p.b')}]}`)

it('A-23: finds the routed services by their labels', () => {
  expect(routedServicesOf(doc)).toEqual([
    { service: 'web', hosts: ['a.b', 'www.a.b'], port: 8080 },
    { service: 'api', hosts: ['api.a.b'], port: undefined },
  ])
})

it.each([
  ['a.b', 'web'],
  ['WWW.A.B', 'web'],
  ['api.a.b', 'api'],
  ['off.b', undefined],
  ['p.b', undefined],
])('A-23: finds the service behind %s', (domain, service) => {
  expect(serviceForDomain(doc, domain)?.service).toBe(service)
})

it.each([
  ['the service its router names', ['routers.web.service=Console@swarm'], 9001],
  ['the service called like its router', ['services.web.loadbalancer.server.port=80'], 80],
  ['the first service', [], 9000],
  ['none where the label is no number', ['routers.web.service=odd'], undefined],
])('leads to the port of %s', (_, labels, port) => {
  const all = [
    'enable=true',
    'http.routers.web.rule=Host(`a.b`)',
    'http.services.api.loadbalancer.server.port=9000',
    'http.services.console.loadbalancer.server.port=9001',
    'http.services.odd.loadbalancer.server.port=$PORT',
    ...labels.map((label) => `http.${label}`),
  ].map((label) => `traefik.${label}`)
  const compose = { services: { app: { deploy: { labels: all } } } }
  expect(routedServicesOf(readComposeDocument(JSON.stringify(compose)))[0]?.port).toBe(port)
})
