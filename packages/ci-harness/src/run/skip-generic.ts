import type { TierName } from '@cc-ci/contracts/run-result'

/** The variable of the operator that leaves out the generic assertions of a tier, or undefined when they are made. */
export function skipsGeneric(operator: Readonly<Record<string, string>>, tier: TierName): string | undefined {
  const names = ['CC_CI', 'CCCI'].flatMap((prefix) => [
    `${prefix}_SKIP_GENERIC`,
    `${prefix}_SKIP_GENERIC_${tier.toUpperCase()}`,
  ])
  return names.find((name) => operator[name] !== undefined)
}
