import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { findStoredRun } from '../../find-stored-run.js'

export default class ResultsShow extends BaseCommand {
  static override readonly args = {
    run: Args.string({ description: 'id of the run, or “latest”', default: 'latest', ignoreStdin: true }),
  }
  static override readonly description = 'show the rungs of a run, its data ledger, and what to fix next'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> 12 --json',
  ]

  async run(): Promise<unknown> {
    const { args } = await this.parse(ResultsShow)
    const { result, folder } = await findStoredRun(this.workspace(), args.run)
    const { renderSummary } = await import('@cc-ci/results-ux')
    const colour = process.stdout.isTTY && this.world.environment.NO_COLOR === undefined
    this.log(renderSummary(result, { colour, width: 80, folder }))
    return result
  }
}
