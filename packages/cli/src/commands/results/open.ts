import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { findStoredRun } from '../../find-stored-run.js'

export default class ResultsOpen extends BaseCommand {
  static override readonly args = {
    run: Args.string({ description: 'id of the run, or “latest”', default: 'latest', ignoreStdin: true }),
  }
  static override readonly description = 'open the page of a run in a browser, or print where it lies'
  static override readonly examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> 12']

  async run(): Promise<{ page: string }> {
    const { args } = await this.parse(ResultsOpen)
    const { result, folder } = await findStoredRun(await this.workspace(), args.run, (text) => this.logToStderr(text))
    const page = join(folder, result.artefacts.page ?? 'summary.html')
    if (!existsSync(page)) {
      throw new CcCiError('PAGE_MISSING', `Run ${result.runId} has no page.`, {
        hint: `Render it: cc-ci results render ${result.runId}`,
        exitCode: 2,
      })
    }
    this.log(page)
    await this.#openInBrowser(page)
    return { page }
  }

  /** A machine without a desktop has nothing to open it with; the path was printed, so that is no error. */
  async #openInBrowser(page: string): Promise<void> {
    const { environment, processes } = this.world
    const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
    if (process.platform !== 'darwin' && environment.DISPLAY === undefined && environment.WAYLAND_DISPLAY === undefined)
      return
    try {
      await processes.run(opener, [page], { timeoutMs: 10_000 })
    } catch (error) {
      if (!isCcCiError(error)) throw error
      this.logToStderr(`No program opened it: ${error.message}`)
    }
  }
}
