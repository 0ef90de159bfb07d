import { describe, expect, it } from 'vitest'
import { caddyConfig, routesOf } from './caddy-config.mjs'
import { refusal } from './refuse-names.mjs'

const rule = (text: string, more: Record<string, string> = {}) => ({
  name: 'shop_app',
  labels: { 'traefik.enable': 'true', 'traefik.http.routers.shop.rule': text, ...more },
})

describe('routesOf', () => {
  it.each([
    ['one host', 'Host(`shop.test`)', ['shop.test']],
    ['a comma list of Traefik 2', 'Host(`shop.test`,`www.shop.test`)', ['shop.test', 'www.shop.test']],
    ['several Host() of Traefik 3', 'Host(`shop.test`) || Host(`www.shop.test`)', ['shop.test', 'www.shop.test']],
    ['upper case and other quotes', 'Host("Shop.test")', ['shop.test']],
  ])('reads %s', (_case, text, hosts) => {
    expect(routesOf(rule(text))).toMatchObject([{ hosts, service: 'shop_app', port: 80 }])
  })

  it('takes the port of the service that the router names', () => {
    const service = rule('Host(`shop.test`)', {
      'traefik.http.routers.shop.service': 'web',
      'traefik.http.services.admin.loadbalancer.server.port': '9000',
      'traefik.http.services.web.loadbalancer.server.port': '8080',
    })
    expect(routesOf(service)).toMatchObject([{ port: 8080 }])
  })

  it.each([
    ['a service that does not enable Traefik', rule('Host(`shop.test`)', { 'traefik.enable': 'false' })],
    ['a rule without a host', rule('PathPrefix(`/x`)')],
  ])('has no route for %s', (_case, service) => {
    expect(routesOf(service)).toEqual([])
  })
})

describe('caddyConfig', () => {
  const routes = (...services: ReturnType<typeof rule>[]) => caddyConfig(services).apps.http.servers.secure.routes

  it('tries a longer path before a shorter one and answers 404 to every other host', () => {
    const ranked = routes(rule('Host(`a.test`)'), rule('Host(`a.test`) && PathPrefix(`/api`)'))
    expect(ranked).toMatchObject([
      { match: [{ host: ['a.test'], path: ['/api*'] }] },
      { match: [{ host: ['a.test'] }] },
      { handle: [{ status_code: 404, body: '404 page not found\n' }] },
    ])
  })

  it('is the same for the same services, so that nothing is reloaded', () => {
    expect(caddyConfig([rule('Host(`a.test`)')])).toEqual(caddyConfig([rule('Host(`a.test`)')]))
  })
})

describe('refusal', () => {
  it('sends a question back as "no such name"', () => {
    const answer = refusal(Buffer.from([0xab, 0xcd, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 0, 0, 1, 0, 1]))
    expect(answer?.subarray(0, 4)).toEqual(Buffer.from([0xab, 0xcd, 0x81, 0x03]))
  })

  it('is silent about what is no question', () => {
    expect(refusal(Buffer.from('short'))).toBeUndefined()
  })
})
