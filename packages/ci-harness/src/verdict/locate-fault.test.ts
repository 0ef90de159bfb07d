import { expect, it } from 'vitest'
import { locateFault } from './locate-fault.js'

const files = {
  'compose.yml': `services:
  app:
    image: example/wiki:\${WIKI_VERSION}
    command: ["/nope"]
    secrets:
      - db_password
    deploy:
      labels:
        - "traefik.enable=true"
        - "coop-cloud.\${STACK_NAME}.version=1.0.0+2.0.0"
        - "backupbot.backup=true"
      placement:
        constraints: [node.labels.disk == fast]
  db:
    image: postgres:15
    volumes: ["v:/x"]
    healthcheck:
      test: pg_isready
networks:
  nope:
    external: true
secrets:
  db_password:
    external: true
configs:
  nginx_conf:
    file: nginx.conf
`,
  'compose.smtp.yml': `services:
  app:
    healthcheck:
      test: curl localhost
`,
  'compose.broken.yml': ': [',
}
const services = [
  { name: 'app', image: 'example/wiki:2' },
  { name: 'db', image: 'postgres:15' },
]

it.each<[string, { code: string; service?: string; evidence?: string }, string]>([
  [
    'a missing image, by the image that was deployed',
    { code: 'IMAGE_PULL_FAILED', evidence: 'The image example/wiki:2 cannot be pulled: x' },
    'compose.yml:3',
  ],
  ['a missing image of a service', { code: 'IMAGE_MISSING', service: 'db' }, 'compose.yml:15'],
  ['a command that the image lacks', { code: 'BAD_COMMAND', service: 'app' }, 'compose.yml:4'],
  ['a health check in the file that wins', { code: 'UNHEALTHY', service: 'app' }, 'compose.smtp.yml:3'],
  ['a health check in the only file that has one', { code: 'UNHEALTHY', service: 'db' }, 'compose.yml:17'],
  ['a mount', { code: 'MOUNT_INVALID', service: 'db' }, 'compose.yml:16'],
  ['a constraint', { code: 'UNSCHEDULABLE', service: 'app' }, 'compose.yml:12'],
  ['the routing labels of an app that does not answer', { code: 'NOT_SERVING' }, 'compose.yml:9'],
  ['the version label', { code: 'HEAD_NOT_DEPLOYED' }, 'compose.yml:10'],
  ['the backup labels', { code: 'DATA_NOT_RESTORED' }, 'compose.yml:11'],
  [
    'a secret that Docker misses',
    {
      code: 'DEPLOY_REFUSED',
      evidence: 'Docker refused the deployment: service x: secret not found: st_db_password_v1',
    },
    'compose.yml:23',
  ],
  [
    'a config that changed under its name',
    { code: 'DEPLOY_REFUSED', evidence: 'failed to update config st_nginx_conf_v1: Error: only updates to Labels are' },
    'compose.yml:26',
  ],
  [
    'a network that Docker misses',
    { code: 'DEPLOY_REFUSED', evidence: 'network "nope" is declared as external, but could not be found.' },
    'compose.yml:20',
  ],
  ['a service without the key that decides', { code: 'CRASH_LOOP', service: 'db' }, 'compose.yml:14'],
  [
    'a message that names its place',
    { code: 'COMPOSE_REJECTED', evidence: 'compose.smtp.yml:4: mapping expected' },
    'compose.smtp.yml:4',
  ],
])('the place of %s', (_, fault, place) => {
  expect(locateFault({ evidence: 'x', ...fault }, { files, services })?.place).toBe(place)
})

it.each<[string, { code: string; service?: string; evidence?: string }]>([
  ['the host', { code: 'DOMAIN_TAKEN' }],
  ['a service that no file has', { code: 'UNHEALTHY', service: 'gone' }],
  ['a file that is no recipe’s', { code: 'X', evidence: '/etc/passwd:1' }],
])('there is none for %s', (_, fault) => {
  expect(locateFault({ evidence: 'x', ...fault }, { files, services })).toBeUndefined()
})
