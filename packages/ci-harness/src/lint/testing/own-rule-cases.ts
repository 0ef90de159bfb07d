import { cleanRecipe, edited, withFiles, withOverlay } from './clean-recipe.js'
import type { RuleCase } from './rule-case.js'

const image = 'nginx:1.27.2'
const digest = `sha256:${'a1b2c3d4'.repeat(8)}`
const atEnvironment = '      - STACK_NAME\n'

/** Cases of our own rules about the text of one version. */
export const ownRuleCases: readonly RuleCase[] = [
  {
    rule: 'C000',
    rejects: 'a compose file that is no YAML',
    failing: withFiles({ 'compose.bad.yml': 'version: "3.8"\nservices:\n  app: {image: "x\n' }),
    at: ['compose.bad.yml:4'],
    says: 'not valid YAML',
    passing: withFiles({ 'notes.bad.yml': '{' }),
  },
  {
    rule: 'C000',
    rejects: 'an .env.sample line that is no assignment',
    failing: edited('.env.sample', 'TYPE=tiny\n', 'TYPE=tiny\nnot an assignment\n'),
    at: ['.env.sample:2'],
    says: 'is not KEY=VALUE',
    passing: edited('.env.sample', 'TYPE=tiny\n', 'TYPE=tiny\n# not an assignment\n'),
  },
  {
    rule: 'C001',
    rejects: 'A-09: a duration from the environment',
    failing: edited('compose.yml', 'start_period: 10s', `start_period: "\${X:-5m}"`),
    at: ['compose.yml:15'],
    says: "services.app.healthcheck.start_period Does not match format 'duration'",
    passing: edited('compose.yml', 'start_period: 10s', 'start_period: 1h30m2.5s'),
  },
  {
    rule: 'C001',
    rejects: 'A-09: a duration that only Docker knows of',
    failing: {
      ...withOverlay('  app:\n    healthcheck:\n      new_timer: soon\n'),
      dockerConfigOutput: {
        exitCode: 1,
        stderr: "services.app.healthcheck.new_timer Does not match format 'duration'\n",
      },
    },
    at: ['compose.more.yml:5'],
    says: 'new_timer',
    passing: withOverlay('  app:\n    stop_grace_period: 1m30s\n'),
  },
  {
    rule: 'C002',
    rejects: 'B-06: backup labels outside deploy',
    failing: edited('compose.yml', '    deploy:\n', '    labels:\n      backupbot.backup: "true"\n    deploy:\n'),
    at: ['compose.yml:17'],
    says: 'services.app.labels backupbot.backup',
    passing: edited('compose.yml', '    deploy:\n', '    labels: [com.example=1]\n    deploy:\n'),
  },
  {
    rule: 'C003',
    rejects: 'B-06: the path label of version 1, beside labels of version 2',
    failing: withOverlay(
      '  app:\n    deploy:\n      labels:\n        backupbot.backup.volumes.data: "false"\n        backupbot.backup.path: /data\n',
    ),
    at: ['compose.more.yml:7'],
    says: 'mixed with version 2',
    passing: withOverlay('  app:\n    deploy: {labels: ["backupbot.backup.volumes.data.path=a,b"]}\n'),
  },
  {
    rule: 'C003',
    rejects: 'B-06: labels of version 1, and one that never existed',
    failing: withOverlay(
      '  app:\n    deploy:\n      labels:\n        - backupbot.backup.path=/data\n        - backupbot.backup.command=dump\n',
    ),
    at: ['compose.more.yml:6', 'compose.more.yml:7'],
    says: 'is version 1 syntax',
    passing: withOverlay('  app:\n    deploy: {labels: ["backupbot.backup.pre-hook=dump"]}\n'),
  },
  {
    rule: 'C006',
    rejects: 'A-08: depends_on a service that is nowhere, or only in another overlay',
    failing: withFiles({
      'compose.a.yml': 'version: "3.8"\nservices:\n  app:\n    depends_on:\n      - db\n      - queue\n',
      'compose.b.yml': 'version: "3.8"\nservices:\n  db:\n    image: redis:7.2.4\n',
    }),
    at: ['compose.a.yml:5', 'compose.a.yml:6'],
    says: 'defined only in compose.b.yml',
    passing: withFiles({
      '.env.sample': 'COMPOSE_FILE=compose.yml\nCOMPOSE_FILE="$COMPOSE_FILE:compose.db.yml"\n',
      'compose.db.yml': 'version: "3.8"\nservices:\n  db:\n    image: redis:7.2.4\n    depends_on: {app: {}}\n',
      'compose.a.yml': 'version: "3.8"\nservices: {app: {depends_on: [db]}}\n',
    }),
  },
  ...['15', '15-alpine', '8.0', 'v2', 'stable'].map((tag) => ({
    rule: 'C007',
    rejects: `A-12: the moving tag ${tag}`,
    failing: edited('compose.yml', image, `nginx:${tag}`),
    at: ['compose.yml:4'],
    says: `nginx:${tag} names a series`,
    passing: edited('compose.yml', image, 'postgres:15.4-alpine'),
  })),
  {
    rule: 'C007',
    rejects: 'A-12: a moving tag, but not a dated or pinned one',
    failing: withOverlay('  app:\n    image: nginx:1.27-alpine\n'),
    at: ['compose.more.yml:4'],
    says: 'nginx:1.27-alpine',
    passing: withOverlay(`  app:\n    image: nginx:2024.1\n  b:\n    image: nginx@${digest}\n`),
  },
  {
    rule: 'C008',
    rejects: 'A-13: an image with tag and digest',
    failing: edited('compose.yml', image, `${image}@${digest}`),
    at: ['compose.yml:4'],
    says: 'nginx:1.27.2@sha256:a1b2c3d4… has a tag and a digest',
    passing: edited('compose.yml', image, `nginx@${digest}`),
  },
  {
    rule: 'C009',
    rejects: 'A-14: bind mounts of host paths',
    failing: edited(
      'compose.yml',
      '      - data:/data\n',
      `      - /etc/timezone:/etc/timezone:ro\n      - {type: bind, source: ./www, target: /www}\n      - \${MEDIA:-/srv}:/m\n`,
    ),
    at: ['compose.yml:11', 'compose.yml:12', 'compose.yml:13'],
    says: 'binds /etc/timezone',
    passing: edited('compose.yml', '      - data:/data\n', `      - /var/run/docker.sock:/s\n      - \${MEDIA}:/m\n`),
  },
  {
    rule: 'C010',
    rejects: 'R-10: bare host names on the shared network',
    failing: edited(
      'compose.yml',
      atEnvironment,
      '      - BACKEND=http://app:8080\n      - DB_HOST=db\n      - URL=postgres://u:p@db/x\n      - NODES=a:1, app:2\n',
    ),
    at: ['compose.yml:7', 'compose.yml:8', 'compose.yml:9', 'compose.yml:10'],
    says: 'BACKEND uses the bare host name app',
    passing: edited(
      'compose.yml',
      atEnvironment,
      `      - BACKEND=http://\${STACK_NAME}_app:8080\n      - POSTGRES_DB=app\n      - DIR=/var/db/app\n`,
    ),
  },
  {
    rule: 'C011',
    rejects: 'R-01: start-first with rollback beside a writable volume',
    failing: withOverlay('  app:\n    deploy:\n      update_config:\n        order: start-first\n'),
    at: ['compose.more.yml:6'],
    says: 'starts first, rolls back',
    passing: edited('compose.yml', 'order: stop-first', 'order: stop-first, parallelism: 1'),
  },
  {
    rule: 'C011',
    rejects: 'R-01: start-first with rollback, unless the volume is read-only',
    failing: edited('compose.yml', 'stop-first', `"\${ORDER:-start-first}"`),
    at: ['compose.yml:17'],
    says: 'writable volume',
    passing: withFiles({
      'compose.yml': cleanRecipe.files['compose.yml']
        .replace('stop-first', 'start-first')
        .replace(':/data\n', ':/data:ro\n'),
    }),
  },
  {
    rule: 'C012',
    rejects: 'A-01: a name over 64 characters with the stack’s name',
    failing: { ...edited('compose.yml', '_admin_pw_', '_administrator_pw_'), stackNameExample: 'x'.repeat(45) },
    at: ['compose.yml:33'],
    says: '_administrator_pw_v1, 65 characters',
    passing: { ...edited('compose.yml', '_admin_pw_', '_administrato_pw_'), stackNameExample: 'x'.repeat(45) },
  },
  {
    rule: 'C014',
    rejects: 'what Docker refuses',
    failing: {
      ...withOverlay('  app:\n    deploy:\n      replicas: many\n'),
      dockerConfigOutput: { exitCode: 1, stderr: 'services.app.deploy.replicas must be a integer\n' },
    },
    at: ['compose.more.yml:5'],
    says: 'must be a integer',
    passing: { ...cleanRecipe, dockerConfigOutput: { exitCode: 0, stderr: 'Ignoring unsupported options: restart\n' } },
  },
]
