import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { generateSecretValue } from '../../src/recipe/secret-value.js'
import { KnownApp } from './known-app.js'
import { docker, linesOf } from './programs.js'
import { fatal, printTable, say } from './say.js'

const secretNames = (): Set<string> => new Set(linesOf(docker(['secret', 'ls', '--format', '{{.Name}}'])))

/** Prints each value once; abra puts no label on a secret. */
export function generateSecrets([domain = '', name]: readonly string[], flags: { has(name: string): boolean }): void {
  const app = new KnownApp(domain)
  if (name === undefined && !flags.has('all')) fatal('missing arguments [secret] [version] or --all')
  const existing = secretNames()
  const wanted = app.secrets().filter((secret) => secret.generate && (name === undefined || secret.name === name))
  const made = wanted.flatMap((secret) => {
    if (existing.has(secret.swarmName)) {
      say('WARN', `${secret.swarmName} already exists, moving on...`)
      return []
    }
    const value = generateSecretValue(secret, randomBytes)
    docker(['secret', 'create', secret.swarmName, '-'], value)
    return [[secret.name, value]]
  })
  if (made.length > 0) printTable([['NAME', 'VALUE'], ...made])
  say('WARN', made.length > 0 ? 'generated secrets are not shown again, please take note of them NOW' : 'nothing to do')
}

export function insertSecret(
  [domain = '', name = '', version = '', data = '']: readonly string[],
  flags: { has(name: string): boolean },
): void {
  const swarmName = `${new KnownApp(domain).stack}_${name}_${version}`
  if (secretNames().has(swarmName)) fatal(`secret ${swarmName} already exists`)
  docker(['secret', 'create', swarmName, '-'], flags.has('file') ? readFileSync(data, 'utf8') : data)
  say('INFO', `${swarmName} successfully stored on server`)
}

/** Every secret that a service uses must exist before a deploy. */
export function checkSecrets(app: KnownApp): void {
  const existing = secretNames()
  for (const { name, swarmName, generate } of app.secrets()) {
    if (existing.has(swarmName)) continue
    fatal(generate ? `secret not generated: ${name}` : `secret not inserted (#generate=false): ${name}`)
  }
}
