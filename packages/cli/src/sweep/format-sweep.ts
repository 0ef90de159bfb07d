import type { SweepEntry } from './report-sweep.js'

/** A line for each recipe: its name, what came of it, its release, and why. */
export function formatSweep(recipes: readonly SweepEntry[]): string {
  const rows = recipes.map((entry) => [entry.recipe, entry.outcome, entry.version ?? '-', because(entry)])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}

const because = ({ runId, reason }: SweepEntry): string => (runId === null ? reason : `${reason} (run ${runId})`)
