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
    const { result, folder } = await findStoredRun(await this.workspace(), args.run, (text) => this.logToStderr(text))
    const { renderSummary } = await import('@cc-ci/results-ux')
    this.log(renderSummary(result, { ...this.textStyle, folder }))
    return result
  }
}
