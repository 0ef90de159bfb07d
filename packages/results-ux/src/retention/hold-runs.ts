import { isOfMain, type RunRow } from '../history/run-row.js'

/** A recipe whose last green release a sweep keeps; its commit is undefined when nobody could read which. */
export interface KnownCanonical {
  readonly recipe: string
  readonly commit: string | undefined
}

/** Somebody may be looking at a run that ended this short a while ago, in seconds. */
const freshFor = 3600

/**
 * The runs of which nothing is removed, by folder, each with the reason: the newest run of a recipe and of its main line,
 * those behind its canonical, and what has just ended. `rows` are all runs, those of a recipe newest first; `now` in epoch
 * seconds.
 */
export function holdRuns(
  rows: readonly RunRow[],
  canonicals: readonly KnownCanonical[],
  now: number,
): ReadonlyMap<string, string> {
  const held = new Map<string, string>()
  const hold = (row: RunRow | undefined, reason: string): void => {
    if (row !== undefined && !held.has(row.folder)) held.set(row.folder, reason)
  }
  for (const [recipe, runs] of byRecipe(rows)) {
    hold(runs[0], 'the newest run of its recipe')
    hold(runs.find(isOfMain), 'the newest judged run of its recipe’s main line')
    const canonical = canonicals.find((each) => each.recipe === recipe)
    for (const run of runs) {
      if (canonical !== undefined && (canonical.commit ?? run.ref) === run.ref)
        hold(run, 'its canonical was tested by it')
      if (now - run.finished < freshFor) hold(run, 'it ended within the last hour')
    }
  }
  return held
}

function byRecipe(rows: readonly RunRow[]): ReadonlyMap<string, readonly RunRow[]> {
  const recipes = new Map<string, RunRow[]>()
  for (const row of rows) {
    const runs = recipes.get(row.recipe)
    if (runs === undefined) recipes.set(row.recipe, [row])
    else runs.push(row)
  }
  return recipes
}
