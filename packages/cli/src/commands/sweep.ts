import { resolve } from 'node:path'
import { tierNames } from '@cc-ci/contracts/run-result'
import { Flags } from '@oclif/core'
import { BaseCommand } from '../base-command.js'
import type { TestFlags } from '../build-test-request.js'
import { formatError } from '../errors/format-error.js'
import { keepToBudgets, tellPruning } from '../keep-to-budgets.js'
import { prepareRequests } from '../prepare-requests.js'
import { formatSweep } from '../sweep/format-sweep.js'
import { reportSweep, type SweepDocument, type SweepReport, type Swept } from '../sweep/report-sweep.js'
import { previewSweep, sweepRecipes } from '../sweep/sweep-recipes.js'
import { terminalWidth } from '../terminal/text-style.js'
import { enrolledRecipes } from '../test-options/choose-recipes.js'
import type { Workspace } from '../workspace/load-workspace.js'
import { warmRecipes } from '../workspace/warm-recipes.js'

export default class Sweep extends BaseCommand {
  static override readonly description =
    'test the newest release of every enrolled recipe, one after the other, unless it was green already'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --plan',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override readonly flags = {
    plan: Flags.boolean({ description: 'print what would be tested and why, and change nothing' }),
    'runs-dir': Flags.directory({
      description: 'folder that keeps the run folders and what sweeps remember, instead of runsDir of cc-ci.yaml',
    }),
    verbose: Flags.boolean({ char: 'v', description: 'show every check, phase and command' }),
  }

  async run(): Promise<SweepDocument> {
    const { flags } = await this.parse(Sweep)
    const workspace = await this.workspace()
    const { world } = this
    const recipes = enrolledRecipes(workspace, await warmRecipes(workspace))
    const runsDir =
      flags['runs-dir'] === undefined
        ? resolve(workspace.folder, workspace.config.runsDir)
        : resolve(world.cwd, flags['runs-dir'])
    const options: TestFlags = {
      ...{ ref: undefined, from: undefined, quick: false, engine: undefined, tiers: tierNames },
      ...{ keepSeconds: 0, keepOnFailure: false, runsDir, harnessVersion: this.config.version },
    }
    const prepared = await prepareRequests(recipes, { pr: undefined, options, workspace, world })
    const sweep = { world: prepared.world, workspace, runsDir, verbose: flags.verbose }
    if (flags.plan) return this.#tell(await previewSweep(prepared.requests, sweep))
    const onPlan = (planned: Swept): void => {
      this.logToStderr(formatSweep(this.#report(planned).document.recipes))
    }
    const document = this.#tell(await sweepRecipes(prepared.requests, { ...sweep, onPlan }))
    await this.#prune(runsDir, workspace)
    return document
  }

  /** A sweep is what a host does again and again, so it is what keeps the runs to their budgets. */
  async #prune(runsDir: string, { config }: Workspace): Promise<void> {
    const now = this.world.clock.now().getTime() / 1000
    try {
      const pruning = await keepToBudgets(runsDir, config.results.retention, { now })
      for (const line of tellPruning(pruning)) this.logToStderr(line)
    } catch (error) {
      this.logToStderr(`Old runs were not pruned: ${(error as Error).message}`)
    }
  }

  #report(swept: Swept): SweepReport {
    return reportSweep(swept, (error) => this.explain(error))
  }

  #tell(swept: Swept): SweepDocument {
    const { document, errors, exitCode } = this.#report(swept)
    this.log(formatSweep(document.recipes))
    for (const { recipe, error } of errors)
      this.logToStderr(`${recipe}\n${formatError(error, terminalWidth(process.stderr))}`)
    process.exitCode = exitCode
    return document
  }
}
