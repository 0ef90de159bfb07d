import { concurrency } from '../reverts/concurrency.js'
import { markdownTable } from './markdown-table.js'

/** Every field note of the concurrency suite: what must hold, where it is tested, and without what that test fails. */
export function concurrencyTable(): string {
  const rows = concurrency.map(({ id, behaviour, reverts }) => [
    id,
    behaviour,
    [...new Set(reverts.map(({ test }) => `\`${test}\``))].join(', '),
    reverts.map(({ without }) => without).join('; '),
  ])
  return markdownTable(['Id', 'What must hold', 'Test', 'It fails without'], rows)
}
