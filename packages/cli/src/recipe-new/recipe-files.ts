/** Version of a new recipe: its own first release, and the image that it deploys. */
const image = 'nginx:1.28.0'
export const firstVersion = '0.1.0+1.28.0'

const compose = (): string => `---
version: "3.8"

services:
  app:
    image: ${image}
    networks:
      - proxy
    volumes:
      - content:/usr/share/nginx/html
    healthcheck:
      test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1/"]
      interval: 5s
      timeout: 3s
      retries: 10
      start_period: 10s
    deploy:
      update_config:
        order: stop-first
        failure_action: rollback
      labels:
        - "traefik.enable=true"
        - "traefik.http.services.\${STACK_NAME}.loadbalancer.server.port=80"
        - "traefik.http.routers.\${STACK_NAME}.rule=Host(\`\${DOMAIN}\`\${EXTRA_DOMAINS})"
        - "traefik.http.routers.\${STACK_NAME}.entrypoints=web-secure"
        - "traefik.http.routers.\${STACK_NAME}.tls.certresolver=\${LETS_ENCRYPT_ENV}"
        - "coop-cloud.\${STACK_NAME}.version=${firstVersion}"
        - "coop-cloud.\${STACK_NAME}.timeout=\${TIMEOUT:-120}"
        - "backupbot.backup=\${ENABLE_BACKUPS:-true}"

networks:
  proxy:
    external: true

volumes:
  content:
`

const envSample = (name: string): string => `TYPE=${name}

DOMAIN=${name}.example.com

## Domain aliases
#EXTRA_DOMAINS=', \`www.${name}.example.com\`'
EXTRA_DOMAINS=

LETS_ENCRYPT_ENV=production

## Seconds that a deploy may take
#TIMEOUT=120

ENABLE_BACKUPS=true
`

const readme = (name: string): string => `# ${name}

> What it is, in one line

<!-- metadata -->

* **Category**: Apps
* **Status**: 0
* **Image**: [\`nginx\`](https://hub.docker.com/_/nginx), 4, upstream
* **Healthcheck**: Yes
* **Backups**: Yes
* **Email**: N/A
* **Tests**: 2
* **SSO**: N/A

<!-- endmetadata -->

## Quick start

* \`abra app new ${name}\`
* \`abra app config <domain>\`
* \`abra app deploy <domain>\`
`

/** The files of a new recipe's repository, by path. */
export function recipeFiles(name: string): Readonly<Record<string, string>> {
  return {
    'compose.yml': compose(),
    '.env.sample': envSample(name),
    'abra.sh': '# Versions of configs, such as: export NGINX_CONF_VERSION=v1\n',
    'README.md': readme(name),
    [`release/${firstVersion}`]: 'First release.\n',
  }
}

/** Our side of it, in `recipes/<name>/` of the workspace. `schema` is a path or address of the JSON Schema. */
export function overlayFiles(schema: string): Readonly<Record<string, string>> {
  return {
    'recipe.yaml': `# yaml-language-server: $schema=${schema}
# How this recipe is tested. All keys: cc-ci recipe schema
healthPath: /
healthOk: [200]
deployTimeout: 120
httpTimeout: 60
`,
    'custom/test_serves_published_files.sh': `#!/bin/sh
# Proves that a file put into the content volume reaches visitors. Replace it by what only this recipe can do.
set -eu
. "$CC_CI_SHELL"

name="published-$$-$(date +%s)"
file=/usr/share/nginx/html/$name
trap 'cc_ci_exec app rm -f "$file"' EXIT

cc_ci_exec app sh -c "echo '$name' > '$file'"
served=$(curl -fsS "$CC_CI_BASE_URL/$name")
if [ "$served" != "$name" ]; then
  echo "GET /$name gave “$served”, want “$name”" >&2
  exit 1
fi
`,
  }
}
