import type { RunRow } from './run-row.js'

/** All finished runs of a workspace, as the dashboard and its feeds ask for them. Newest first means by `finished`. */
export interface History {
  /** Every recipe that has a run, by name. */
  fleet(): readonly FleetEntry[]
  /** Every run of a recipe, newest first; those that finished in the same second by their sequence. */
  runsOf(recipe: string): readonly RunRow[]
  run(runId: string): RunRow | undefined
  /** The newest run of all recipes. */
  newest(): RunRow | undefined
  /** Changes of level between judged full runs of the main line that follow each other, newest first. */
  changes(options: { readonly limit: number; readonly recipe?: string }): readonly LevelChange[]
  /** Run folders that could not be read, each with the reason. A run that is still going is not among them. */
  skipped(): readonly { readonly folder: string; readonly reason: string }[]
  /** Looks for what changed on disk since; cheap enough to be done before each answer. */
  refresh(): void
  close(): void
}

/** What the page of all recipes shows of one. */
export interface FleetEntry {
  readonly recipe: string
  /** The newest judged full run of the main line; its level is the recipe's. Undefined when there is none. */
  readonly main: RunRow | undefined
  /** The judged full run of the main line before that. */
  readonly before: RunRow | undefined
  /** The newest run of any kind. */
  readonly latest: RunRow
  /** The newest run of a pull request, when it is newer than `main`. */
  readonly pullRequest: RunRow | undefined
  /** The last ten runs of any kind, newest first. */
  readonly recent: readonly RunRow[]
}

export interface LevelChange {
  readonly recipe: string
  readonly from: RunRow
  readonly to: RunRow
}
