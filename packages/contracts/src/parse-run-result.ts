import { levelOf, rungNames } from './ladder.js'
import { runResultSchema, runResultSchemaVersion } from './run-result.js'
import { type ParsedRunResult, upgradeSchema2 } from './upgrade-run-result.js'

export type { ParsedRunResult } from './upgrade-run-result.js'

/**
 * Reads the text of a results.json, of this or an older known schema; `writtenAs` says which. Never throws: a corrupt
 * file is a problem to report beside the others. A level above what the rungs earn is lowered to it.
 */
export function parseRunResult(text: string): ParsedRunResult {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    return { ok: false, problem: `is not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  if (!isRecord(document)) return { ok: false, problem: 'is not a JSON object' }
  const writtenAs = document.schemaVersion ?? document.schema
  if (writtenAs === 2) return upgradeSchema2(document)
  if (writtenAs === runResultSchemaVersion) return parseCurrent(document)
  if (typeof writtenAs !== 'number') return { ok: false, problem: 'has no schemaVersion: it is not a run result' }
  return { ok: false, problem: `has schema ${writtenAs}; this cc-ci reads 2 and ${runResultSchemaVersion}` }
}

function parseCurrent(document: unknown): ParsedRunResult {
  const parsed = runResultSchema.safeParse(document)
  if (!parsed.success) {
    const [first] = parsed.error.issues
    return { ok: false, problem: `has a wrong value at "${first?.path.join('.')}": ${first?.message}` }
  }
  const earned = levelOf(rungNames.map((rung) => parsed.data.rungs[rung].status))
  const result = { ...parsed.data, level: Math.min(parsed.data.level, earned) }
  return { ok: true, result, writtenAs: runResultSchemaVersion }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
