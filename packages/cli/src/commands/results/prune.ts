import { resolve } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { keepToBudgets } from '../../keep-to-budgets.js'

export default class ResultsPrune extends BaseCommand {
  static override readonly description =
    'remove logs, bundles and pictures of old runs, as results.retention in cc-ci.yaml says; every result stays'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> --dry-run',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override readonly flags = {
    'dry-run': Flags.boolean({ description: 'show what would go, and remove nothing' }),
  }

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ResultsPrune)
    const { folder, config } = await this.workspace()
    const runsFolder = resolve(folder, config.runsDir)
    const { renderRemovals } = await import('@cc-ci/results-ux/site')
    const now = this.world.clock.now().getTime() / 1000
    const dryRun = flags['dry-run']
    const { plan, failed } = await keepToBudgets(runsFolder, config.results.retention, { now, dryRun })
    this.log(renderRemovals(plan, { now, isDone: !dryRun }))
    if (failed.length > 0) throw notRemoved(failed)
    const removals = plan.removals.map(({ row, ...removal }) => ({ run: row.runId, recipe: row.recipe, ...removal }))
    return { ...plan, removals, heldOver: plan.heldOver.map(({ row, ...held }) => ({ run: row.runId, ...held })) }
  }
}

function notRemoved(failed: readonly { readonly file: string; readonly reason: string }[]): CcCiError {
  const [first] = failed
  const more = failed.length > 1 ? `, and ${failed.length - 1} more` : ''
  return new CcCiError('PRUNE_INCOMPLETE', `${first?.file} could not be removed: ${first?.reason}${more}.`, {
    hint: 'Everything else is gone as planned. Run it as the user whose runs these are, and once more.',
    exitCode: 3,
  })
}
