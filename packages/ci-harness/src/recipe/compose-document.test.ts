import { describe, expect, it } from 'vitest'
import { readComposeDocument, serviceNamed, swarmNameOf } from './compose-document.js'

const printed = `version: "3.8"
services:
  app:
    image: nginx:1.27.2
    configs: [{source: index, target: /usr/share/nginx/html/index.html}]
    depends_on: [nope]
    deploy:
      labels: {traefik.enable: "true", coop-cloud.t.timeout: "300"}
      update_config: {failure_action: rollback, order: stop-first, monitor: 1m30s}
      restart_policy: {condition: on-failure, max_attempts: 3}
    environment: {DOMAIN: x.y}
    labels: {a.b: x$y}
    networks: {proxy: null, internal: {aliases: [web]}}
    ports: [{mode: host, target: 80, published: 8080, protocol: udp}]
    secrets: [{source: admin_pw, target: admin-pw}]
    tmpfs: [/tmp:size=64m]
    volumes:
      - {type: volume, source: data, target: /data}
      - {type: bind, source: /etc/timezone, target: /etc/timezone, read_only: true}
networks: {proxy: {name: proxy, external: true}, internal: {}}
volumes: {data: {}, shared: {external: true}}
secrets: {admin_pw: {name: t_admin_pw_v1, external: true}, old: {external: {name: old_name}}}
configs: {index: {name: t_index_v1, file: /recipe/index.tmpl, template_driver: golang}}
`

/** The same service as people write it by hand. */
const written = `services:
  app:
    image: nginx:1.27.2
    configs: [index]
    depends_on: {nope: {condition: service_started}}
    deploy:
      labels: [traefik.enable=true, "coop-cloud.t.timeout=300", bare]
    environment: [DOMAIN=x.y, EMPTY=, INHERITED]
    networks: [proxy]
    ports: ["127.0.0.1:8080:80/udp", "443:443", 53]
    secrets: [admin_pw]
    tmpfs: /tmp
    volumes: ["data:/data:ro,nocopy", "./x:/x", "/run/docker.sock:/var/run/docker.sock:ro", /scratch]
`

describe('readComposeDocument', () => {
  it('reads what docker stack config prints', () => {
    const app = serviceNamed(readComposeDocument(printed), 'app')
    expect(app).toEqual({
      name: 'app',
      image: 'nginx:1.27.2',
      command: [],
      environment: { DOMAIN: 'x.y' },
      labels: { 'traefik.enable': 'true', 'coop-cloud.t.timeout': '300' },
      containerLabels: { 'a.b': 'x$y' },
      mounts: [
        { type: 'volume', source: 'data', target: '/data', readOnly: false },
        { type: 'bind', source: '/etc/timezone', target: '/etc/timezone', readOnly: true },
        { type: 'tmpfs', source: undefined, target: '/tmp', readOnly: false },
      ],
      secrets: [{ source: 'admin_pw', target: 'admin-pw' }],
      configs: [{ source: 'index', target: '/usr/share/nginx/html/index.html' }],
      healthcheck: undefined,
      ports: [{ target: 80, published: 8080, protocol: 'udp', mode: 'host' }],
      networks: [
        { network: 'proxy', aliases: [] },
        { network: 'internal', aliases: ['web'] },
      ],
      dependsOn: ['nope'],
      deploy: {
        mode: 'replicated',
        replicas: 1,
        updateConfig: { order: 'stop-first', failureAction: 'rollback', monitor: '1m30s' },
        restartPolicy: { condition: 'on-failure', maxAttempts: 3 },
      },
    })
  })

  it('reads the short forms that people write', () => {
    expect(serviceNamed(readComposeDocument(written), 'app')).toMatchObject({
      environment: { DOMAIN: 'x.y', EMPTY: '', INHERITED: null },
      labels: { 'traefik.enable': 'true', 'coop-cloud.t.timeout': '300', bare: '' },
      mounts: [
        { type: 'volume', source: 'data', target: '/data', readOnly: true },
        { type: 'bind', source: './x', target: '/x', readOnly: false },
        { type: 'bind', source: '/run/docker.sock', target: '/var/run/docker.sock', readOnly: true },
        { type: 'volume', source: undefined, target: '/scratch', readOnly: false },
        { type: 'tmpfs', target: '/tmp' },
      ],
      secrets: [{ source: 'admin_pw' }],
      ports: [
        { target: 80, published: 8080, protocol: 'udp' },
        { target: 443, published: 443, protocol: 'tcp' },
        { target: 53, published: undefined },
      ],
      networks: [{ network: 'proxy' }],
      dependsOn: ['nope'],
    })
  })

  it('knows the Swarm names of what the stack declares', () => {
    const { volumes, secrets, configs, networks } = readComposeDocument(printed)
    const names = [volumes, secrets, configs, networks].map((list) => list.map((item) => swarmNameOf(item, 't')))
    expect(names).toEqual([
      ['t_data', 'shared'],
      ['t_admin_pw_v1', 'old_name'],
      ['t_index_v1'],
      ['proxy', 't_internal'],
    ])
    expect(configs[0]).toMatchObject({ file: '/recipe/index.tmpl', templateDriver: 'golang', external: false })
  })

  it.each([
    ['an empty file', '', []],
    ['no services', 'version: "3"', []],
    ['services left empty', 'services:', []],
    ['a service without an image, as in a broken overlay', 'services: {app: {environment: [A=b]}}', ['app']],
    ['a service left empty', 'services: {app: , db: }', ['app', 'db']],
    ['restart and version keys of Compose', 'version: 3.8\nservices: {app: {image: x, restart: always}}', ['app']],
    ['unknown tags', 'services: {app: {ports: !override ["80:80"]}}', ['app']],
    ['a repeated key', 'services: {app: {image: a, image: b}}', ['app']],
    ['anchors and merge keys', 'x-a: &a {image: i}\nservices: {app: {<<: *a}, web: {<<: *a}}', ['app', 'web']],
    ['wrong types all over', 'services: {app: {image: [], volumes: 3, deploy: no, labels: 1, ports: {}}}', ['app']],
    [
      'lists of nothing',
      'services: {app: {volumes: [null], ports: [null], secrets: [null], environment: [null]}}',
      ['app'],
    ],
  ])('tolerates %s', (_, text, services) => {
    expect(readComposeDocument(text).services.map((service) => service.name)).toEqual(services)
  })

  it('fills in merge keys', () => {
    const doc = readComposeDocument('x-a: &a {image: i}\nservices: {app: {<<: *a}}')
    expect(serviceNamed(doc, 'app')?.image).toBe('i')
  })

  it('names file and line of text that is not YAML', () => {
    expect(() => readComposeDocument('services:\n  app: [', 'compose.x.yml')).toThrow(
      expect.objectContaining({ code: 'COMPOSE_FILE_INVALID', place: { file: 'compose.x.yml', line: 2 } }),
    )
  })
})
