import type { Failure } from '../verdict/failure.js'

/** What a dependency gives to the app that rests on it, by name: `base_url`, `issuer`, `client_secret`. */
export type Credentials = Readonly<Record<string, string>>

/** One dependency of a run, known from before anything is asked of it, so that whatever fails later finds it (H-10). */
export interface DependencyState {
  readonly recipe: string
  /** Release tag, or the 8-character hash of the commit where there is none. */
  readonly version: string
  readonly domain: string
  /** Which admin API it has; null for one that only has to run. */
  readonly provider: string | null
  status: 'starting' | 'ready' | 'failed'
  /** Whether the Swarm took it: such a deploy counts. */
  deployed: boolean
  /** Undefined until it is ready. */
  credentials: Credentials | undefined
  failure: Failure | undefined
  seconds: number
}

/** Why the tests that need the dependencies cannot run; undefined when all are ready. */
export function whyNotReady(dependencies: readonly DependencyState[]): string | undefined {
  const missing = dependencies.filter(({ status }) => status !== 'ready')
  if (missing.length === 0) return undefined
  return missing.map(({ recipe, failure }) => failure?.evidence ?? `${recipe} has not come up`).join(' ')
}

/** The credentials of those that are ready, by recipe. */
export function credentialsOf(dependencies: readonly DependencyState[]): Readonly<Record<string, Credentials>> {
  return Object.fromEntries(
    dependencies.flatMap(({ recipe, credentials }) => (credentials === undefined ? [] : [[recipe, credentials]])),
  )
}
