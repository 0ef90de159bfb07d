import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { findStoredRun } from '../../find-stored-run.js'
import { presentResult } from '../../present-result.js'

export default class ResultsRender extends BaseCommand {
  static override readonly args = {
    run: Args.string({ description: 'id of the run, or “latest”', default: 'latest', ignoreStdin: true }),
  }
  static override readonly description = 'render badge, card, page and JUnit file of a run anew from its results.json'
  static override readonly examples = ['<%= config.bin %> <%= command.id %> latest']

  async run(): Promise<unknown> {
    const { args } = await this.parse(ResultsRender)
    const { result, folder } = await findStoredRun(await this.workspace(), args.run, (text) => this.logToStderr(text))
    const { artefacts, problems } = await presentResult(result, folder)
    for (const file of Object.values(artefacts)) if (file !== null) this.log(`${folder}/${file}`)
    for (const problem of problems) this.logToStderr(problem)
    return { folder, artefacts, problems }
  }
}
