import type { SecretPlan } from '../recipe/secret-plan.js'
import { readBoxTable } from './box-table.js'

/** The values that abra prints, once, when it generates secrets: name by name, as the compose file names them. */
export function readSecretTable(text: string, plans: readonly SecretPlan[]): ReadonlyMap<string, string> {
  const rows = readBoxTable(text)
  const values = plans.flatMap(({ name, swarmName }): [string, string][] => {
    const row = rows.find(([first]) => first === name || first === swarmName)
    const value = row?.[1]
    return value === undefined || value === '' ? [] : [[name, value]]
  })
  return new Map(values)
}
