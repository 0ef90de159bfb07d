import { createHash } from 'node:crypto'
import { CcCiError } from '@cc-ci/kernel'
import type { Env } from './env-expansion.js'

const stackNameLimit = 45
const swarmNameLimit = 64

/** Abra's name for an app's stack (recipe-format §3): only dots change, and it is cut to 45 characters. */
export function stackNameOf(env: Env, domain: string): string {
  return env.STACK_NAME || domain.replaceAll('.', '_').slice(0, stackNameLimit)
}

/**
 * The domain of a run app, the same for one recipe, pull request and ref, so that a second trigger meets the first.
 * `warm` is never used as a prefix: it belongs to the warm apps.
 */
export function appDomain(of: { recipe: string; pr: string; ref: string; zone: string; salt?: string }): string {
  const letters = of.recipe.toLowerCase().replace(/[^a-z0-9]/g, '')
  const prefix = letters.slice(0, letters.startsWith('warm') ? 3 : 4) || 'app'
  const identity = [of.recipe, of.pr, of.ref, ...(of.salt === undefined ? [] : [of.salt])].join('|')
  return `${prefix}-${createHash('sha256').update(identity).digest('hex').slice(0, 6)}.${of.zone}`
}

/** Matches the stack names that `appDomain` leads to in this zone, and nothing else: not warm apps, not the proxy. */
export function runAppPattern(zone: string): RegExp {
  const tail = `_${zone.replaceAll('.', '_')}`
  const names = [1, 2, 3, 4].map((length) => {
    const cutTail = tail.slice(0, stackNameLimit - length - 7).replace(/[^\w-]/g, '\\$&')
    return `[a-z0-9]{${length}}-[0-9a-f]{6}${cutTail}`
  })
  return new RegExp(`^(?!warm-)(?:${names.join('|')})$`)
}

export function isRunAppStack(stackName: string, zone: string): boolean {
  return runAppPattern(zone).test(stackName)
}

/** Whether a domain is one of those that `appDomain` makes in this zone. */
export function isRunAppDomain(domain: string, zone: string): boolean {
  const name = domain.slice(0, -zone.length - 1)
  return domain === `${name}.${zone}` && /^(?!warm-)[a-z0-9]{1,4}-[0-9a-f]{6}$/.test(name)
}

/** throws for Swarm secret and config names above 64 characters, which Swarm refuses only half-way through. */
export function checkNameLengths(stack: string, names: readonly string[]): void {
  const tooLong = names.filter((name) => name.length > swarmNameLimit)
  if (tooLong.length === 0) return
  const list = tooLong.map((name) => `${name} (${name.length})`).join(', ')
  throw new CcCiError('SWARM_NAME_TOO_LONG', `${stack}: longer than ${swarmNameLimit} characters: ${list}`, {
    hint: 'Use a shorter domain or STACK_NAME, or shorten the secret and config names in the recipe.',
    exitCode: 2,
  })
}
