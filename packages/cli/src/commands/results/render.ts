import { resolve } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { findStoredRun } from '../../find-stored-run.js'
import { presentResult } from '../../present-result.js'
import { type RenderedRun, renderRuns } from '../../render-runs.js'

export default class ResultsRender extends BaseCommand {
  static override readonly args = {
    run: Args.string({ description: 'id of the run, or “latest”, which is the default', ignoreStdin: true }),
  }
  static override readonly description = 'render badge, card, page and JUnit file of a run anew from its results.json'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> latest',
    '<%= config.bin %> <%= command.id %> --all',
  ]
  static override readonly flags = {
    all: Flags.boolean({ description: 'render every readable run of the workspace; 3 is the exit code if one fails' }),
  }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(ResultsRender)
    if (flags.all) return this.#renderAll(args.run)
    const warn = (text: string): void => this.logToStderr(text)
    const { result, folder } = await findStoredRun(await this.workspace(), args.run ?? 'latest', warn)
    const { artefacts, problems } = await presentResult(result, folder)
    for (const file of Object.values(artefacts)) if (file !== null) this.log(`${folder}/${file}`)
    for (const problem of problems) this.logToStderr(problem)
    return { folder, artefacts, problems }
  }

  async #renderAll(run: string | undefined): Promise<{ rendered: readonly RenderedRun[]; skipped: unknown }> {
    if (run !== undefined) {
      throw new CcCiError('FLAGS_CONFLICT', `--all renders every run, but run ${run} is named as well.`, {
        hint: 'Leave one of them out.',
        exitCode: 2,
      })
    }
    const { folder, config } = await this.workspace()
    const { readRuns } = await import('@cc-ci/results-ux')
    const { runs, skipped } = await readRuns(resolve(folder, config.runsDir))
    const corrupt = skipped.filter(({ reason }) => !reason.includes('ENOENT'))
    const rendered = await renderRuns(runs, presentResult, (text) => this.logToStderr(text))
    for (const each of corrupt) this.logToStderr(`Skipped: ${each.folder}: results.json ${each.reason}`)
    const failed = rendered.filter(({ problems }) => problems.length > 0)
    for (const each of failed)
      for (const problem of each.problems) this.logToStderr(`Failed: ${each.folder}: ${problem}`)
    const counts = [`${rendered.length - failed.length} rendered`, `${failed.length} failed`]
    this.log([...counts, `${corrupt.length} skipped`].join(', '))
    process.exitCode = failed.length === 0 ? 0 : 3
    return { rendered, skipped: corrupt }
  }
}
