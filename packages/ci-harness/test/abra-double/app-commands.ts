import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { setEnvValue } from '../../src/recipe/env-writer.js'
import { KnownApp } from './known-app.js'
import { docker, git } from './programs.js'
import { abraDir, ensureRecipe, type Flags, headOf, newestTag } from './recipe-checkout.js'
import { fatal, say } from './say.js'
import { generateSecrets } from './secret-commands.js'

export function addServer(flags: Flags): void {
  if (!flags.has('local')) fatal('server name is missing')
  mkdirSync(join(abraDir(), 'servers', 'default'), { recursive: true })
  say('INFO', 'local server successfully added')
}

/** Copies the sample, and moves the checkout to the newest release while at it. */
export function newApp([recipe = '', version]: readonly string[], flags: Flags): void {
  const folder = ensureRecipe(recipe, flags)
  const [server, domain] = [flags.get('server'), flags.get('domain')]
  if (server === undefined) fatal('no server provided')
  if (domain === undefined) fatal('no domain provided')
  const release = version ?? newestTag(folder)
  if (release !== undefined) git(folder, 'checkout', '--quiet', '--force', release)
  checkSchema(join(folder, 'compose.yml'))
  const file = join(abraDir(), 'servers', server, `${domain}.env`)
  if (!existsSync(join(abraDir(), 'servers', server))) fatal(`server ${server} does not exist?`)
  if (existsSync(file)) fatal(`${file} already exists?`)
  const sample = readFileSync(join(folder, '.env.sample'), 'utf8')
  writeFileSync(
    file,
    setEnvValue(setEnvValue(sample, 'DOMAIN', domain), 'TYPE', `${recipe}:${release ?? headOf(folder)}`),
  )
  say('INFO', `new app '${domain}' created 🌞`)
  if (flags.has('secrets')) generateSecrets([domain], new Set(['all']))
}

/** abra checks the format of durations before variables have values. */
function checkSchema(file: string): void {
  const { services = {} } = parse(readFileSync(file, 'utf8')) as { services?: Record<string, { healthcheck?: object }> }
  for (const [service, { healthcheck = {} }] of Object.entries(services)) {
    for (const [key, value] of Object.entries(healthcheck)) {
      if (/^(interval|timeout|start_period)$/.test(key) && String(value).includes('$'))
        fatal(`services.${service}.healthcheck.${key} Does not match format 'duration'`)
    }
  }
}

export function undeployApp([domain = '']: readonly string[], ask: (question: string) => void): void {
  const app = new KnownApp(domain)
  if (!app.isDeployed()) fatal(`${domain} is not deployed?`)
  ask(`undeploy ${domain}?`)
  docker(['stack', 'rm', app.stack])
  say('INFO', `${domain} undeployed`)
}
