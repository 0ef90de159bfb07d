import { ScriptedProcessRunner } from '@cc-ci/kernel/testing'
import { parse } from 'yaml'
import { SwarmEngine } from '../adapters/swarm-engine.js'
import type { Deployment } from '../ports/engine.js'
import { readComposeDocument } from '../recipe/compose-document.js'

export const stack = 'wiki-0a1b2c_ci_test'
export const clientEnv = { PATH: '/usr/bin', HOME: '/srv/ci', DOCKER_HOST: 'unix:///run/docker.sock' }
export const merged = `services:
  app:
    image: nginx:1.27.2
    command: echo $HOME
    environment: {MODE: fast}
    deploy: {labels: {own: label, coop-cloud.${stack}.version: 1.0.0+1.27.2}}
  db:
    image: postgres:16
`

export const deployment: Deployment = {
  stack,
  checkout: '/runs/7/recipe',
  composeFiles: ['compose.yml', 'compose.db.yml'],
  document: readComposeDocument(merged),
  env: { DOMAIN: 'wiki-0a1b2c.ci.test', DB_PASSWORD: 'hunter2-of-the-app' },
  ...{ recipe: 'wiki', version: '1.1.0+1.27.2', chaosVersion: undefined, resolveImages: true },
}

/** A Swarm engine whose docker client answers from a script. */
export function scriptedEngine({ client = '28.2.2' } = {}) {
  const processes = new ScriptedProcessRunner()
    .on('docker version', { stdout: client })
    .on('docker stack config', { stdout: merged })
    .on('docker stack deploy')
    .on('docker stack rm')
  const run = (part: string) => processes.runs.find(({ args }) => args.join(' ').startsWith(part))
  const document = () => parse(run('stack deploy')?.options.input ?? '')
  return { processes, run, document, engine: new SwarmEngine({ processes, clientEnv }) }
}
