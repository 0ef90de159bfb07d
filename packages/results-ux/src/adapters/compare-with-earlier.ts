import type { RunResult } from '@cc-ci/contracts/run-result'
import { lastOfMain, lastOfPullRequest } from '../compare/choose-baseline.js'
import { compareRuns } from '../compare/compare-runs.js'
import type { ComparedWith } from '../dashboard/comparison-section.js'
import type { Links } from '../dashboard/links.js'
import type { History } from '../history/history.js'

interface Earlier {
  readonly history: History
  /** The result in a folder of that name; undefined when it cannot be read. */
  readonly readFolder: (folder: string) => Promise<RunResult | undefined>
  readonly links: Links
}

/** A run beside the last one of main before it, and the last one of its pull request; those that there are. */
export async function compareWithEarlier(
  result: RunResult,
  { history, readFolder, links }: Earlier,
): Promise<ComparedWith[]> {
  const rows = history.runsOf(result.recipe)
  const candidates = [
    ['the last run of main', lastOfMain(rows, result)],
    [`the last run of PR #${result.pr}`, lastOfPullRequest(rows, result)],
  ] as const
  const compared = candidates.map(async ([name, row]) => {
    const before = row === undefined ? undefined : await readFolder(row.folder)
    if (row === undefined || before === undefined) return []
    return [{ name, href: links.run(row.folder), comparison: compareRuns(before, result) }]
  })
  return (await Promise.all(compared)).flat()
}
