import { CcCiError } from '@cc-ci/kernel'
import type { StoredRun } from '@cc-ci/results-ux'
import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { type IndexedRuns, withRuns } from '../../find-stored-run.js'

export default class ResultsCompare extends BaseCommand {
  static override readonly args = {
    run: Args.string({
      description: 'id of the earlier run, or “latest”; alone, the run that is compared with the last one of main',
      required: true,
      ignoreStdin: true,
    }),
    later: Args.string({ description: 'id of the later run, or “latest”', ignoreStdin: true }),
  }
  static override readonly description =
    'compare two runs of a recipe: levels, rungs, stores, measures, tests and lint findings'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> latest',
    '<%= config.bin %> <%= command.id %> 12 15',
    '<%= config.bin %> <%= command.id %> 12 latest --json',
  ]

  async run(): Promise<unknown> {
    const { args } = await this.parse(ResultsCompare)
    const { compareRuns, renderComparison } = await import('@cc-ci/results-ux')
    const warned = new Set<string>()
    const warn = (text: string): void => void warned.add(text)
    const { before, after } = await withRuns(await this.workspace(), async (runs) => {
      const later = await runs.find(args.later ?? args.run, warn)
      const earlier = args.later === undefined ? await lastRunOfMain(runs, later) : await runs.find(args.run, warn)
      return { before: earlier, after: later }
    })
    for (const text of warned) this.logToStderr(text)
    refuseOtherRecipe(before, after)
    const { recipe } = after.result
    const comparison = compareRuns(before.result, after.result)
    this.log(renderComparison(comparison, { ...this.textStyle, recipe }).trimEnd())
    return { recipe, ...comparison }
  }
}

async function lastRunOfMain({ history, read }: IndexedRuns, { result }: StoredRun): Promise<StoredRun> {
  const { lastOfMain } = await import('@cc-ci/results-ux')
  const row = lastOfMain(history.runsOf(result.recipe), result)
  if (row !== undefined) return read(row)
  throw new CcCiError(
    'BASELINE_MISSING',
    `Before run ${result.runId}, no full run of ${result.recipe} on main was judged.`,
    {
      hint: `Name two runs: cc-ci results compare <earlier> ${result.runId}. Or test main: cc-ci test ${result.recipe}`,
      exitCode: 2,
    },
  )
}

function refuseOtherRecipe({ result: before }: StoredRun, { result: after }: StoredRun): void {
  if (before.recipe === after.recipe) return
  throw new CcCiError(
    'RUNS_NOT_COMPARABLE',
    `Run ${before.runId} tested ${before.recipe}, run ${after.runId} tested ${after.recipe}.`,
    { hint: 'Name two runs of the same recipe.', exitCode: 2 },
  )
}
