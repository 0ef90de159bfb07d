import type { RunContext } from '../run/run-context.js'

interface Unproven extends Pick<RunContext, 'dependencies'> {
  readonly record: Pick<RunContext['record'], 'provedDependencies' | 'failures' | 'notes'>
  readonly plan: Pick<RunContext['plan'], 'tiers'>
}

/**
 * Declared, but not proven: dependencies came up, and no test that needs them passed (V-01). Told only where nothing
 * else failed, and not where the operator left out the tests that could have proven it.
 */
export function noteUnproven({ dependencies, record, plan }: Unproven): void {
  if (dependencies.length === 0 || record.provedDependencies || record.failures.length > 0) return
  const names = dependencies.map(({ recipe }) => recipe).join(', ')
  if (!plan.tiers.includes('custom')) {
    record.notes.push(`Nothing shows that the app works with ${names}: the custom tier was not asked for.`)
    return
  }
  record.failures.push({
    tier: 'custom',
    failure: {
      class: 'recipe',
      code: 'DEPENDENCY_UNPROVEN',
      evidence: `The recipe declares the dependency ${names}, and no test that needs it passed: declared, but not proven.`,
      hint: 'Write a custom test that fails without it, and mark it: requires_deps. Or take it out of deps.',
    },
  })
}
