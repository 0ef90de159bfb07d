import type { RecipeSources } from '../recipe-sources.js'

const compose = `version: "3.8"
services:
  app:
    image: nginx:1.27.2
    networks: [proxy]
    environment:
      - STACK_NAME
      - DOMAIN
    configs: [{source: index, target: /usr/share/nginx/html/index.html}]
    volumes:
      - data:/data
    secrets: [admin_pw]
    healthcheck:
      test: ["CMD-SHELL", "test -e /data && nginx -t"]
      start_period: 10s
    deploy:
      update_config: {failure_action: rollback, order: stop-first}
      labels:
        - "traefik.enable=true"
        - "traefik.http.routers.\${STACK_NAME}.rule=Host(\`\${DOMAIN}\`\${EXTRA_DOMAINS})"
        - "coop-cloud.\${STACK_NAME}.version=1.0.0+1.27.2"
        - "backupbot.backup=true"
networks: {proxy: {external: true}}
volumes: {data: {}}
configs:
  index:
    name: \${STACK_NAME}_index_\${INDEX_VERSION}
    file: index.tmpl
    template_driver: golang
secrets:
  admin_pw:
    external: true
    name: \${STACK_NAME}_admin_pw_\${SECRET_ADMIN_PW_VERSION}
`

const sample = `TYPE=tiny
DOMAIN=tiny.example.com
EXTRA_DOMAINS=
LETS_ENCRYPT_ENV=production
SECRET_ADMIN_PW_VERSION=v1 # length=32 charset=hex
`

const readme = `# tiny

<!-- metadata -->
* **Category**: Apps
* **Status**: 1
* **Image**: [\`nginx\`](https://hub.docker.com/_/nginx), 4, upstream
* **Healthcheck**: Yes
* **Backups**: Yes
* **Email**: No
* **Tests**: No
* **SSO**: No
<!-- endmetadata -->
`

const files = {
  'compose.yml': compose,
  '.env.sample': sample,
  'abra.sh': '#!/bin/bash\n\nexport INDEX_VERSION=v1\n',
  'index.tmpl': 'Hello {{ env "DOMAIN" }}\n',
  'README.md': readme,
}

/** A small recipe that no rule finds fault with, with every outside fact known. */
export const cleanRecipe = {
  recipe: 'tiny',
  files,
  tags: [{ name: '1.0.0+1.27.2', annotated: true }],
  catalogue: ['tiny'],
  onForge: true,
  previous: { version: '0.9.0+1.26.0', files },
  stackNameExample: 'tiny-abc123_example_com',
  dockerConfigOutput: { exitCode: 0, stderr: '' },
} satisfies RecipeSources

/** The clean recipe with other texts; `undefined` takes a file away. */
export function withFiles(changes: Readonly<Record<string, string | undefined>>): RecipeSources {
  const changed = Object.entries({ ...cleanRecipe.files, ...changes })
  return {
    ...cleanRecipe,
    files: Object.fromEntries(changed.filter((pair): pair is [string, string] => pair[1] !== undefined)),
  }
}

/** The clean recipe with one place of one file written otherwise; a place that is not there is an error. */
export function edited(file: keyof typeof files, from: string, to: string): RecipeSources {
  if (!files[file].includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`)
  return withFiles({ [file]: files[file].replace(from, () => to) })
}

/** The clean recipe with an overlay beside it. */
export function withOverlay(services: string, file = 'compose.more.yml'): RecipeSources {
  return withFiles({ [file]: `version: "3.8"\nservices:\n${services}` })
}
