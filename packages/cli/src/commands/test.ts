import { resolve } from 'node:path'
import type { RunPlan, TestRequest } from '@cc-ci/ci-harness'
import { type RunResult, tierNames } from '@cc-ci/contracts/run-result'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../base-command.js'
import { buildHarnessWorld } from '../build-harness-world.js'
import { buildTestRequest, type TestFlags } from '../build-test-request.js'
import { formatError } from '../errors/format-error.js'
import { formatPlan } from '../format-plan.js'
import { readTiers } from '../read-tiers.js'
import { type RunsDocument, reportRuns } from '../report-runs.js'
import type { RunOutcome } from '../run-all.js'
import { terminalWidth } from '../terminal/text-style.js'
import { testRecipes } from '../test-recipes.js'
import type { Workspace } from '../workspace/load-workspace.js'
import { resolveRecipe } from '../workspace/resolve-recipe.js'
import { withoutPassword } from '../workspace/without-password.js'

type TestOutput = RunResult | RunsDocument | { readonly plans: readonly RunPlan[] }

export default class Test extends BaseCommand {
  static override readonly strict = false
  static override readonly args = {
    recipe: Args.string({
      description: 'name from cc-ci.yaml, folder of a repository, or git URL; several are allowed',
      ignoreStdin: true,
      required: true,
    }),
  }
  static override readonly description =
    'test recipes for real: install, upgrade, back up, destroy, restore, and say what works'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> guestbook',
    '<%= config.bin %> <%= command.id %> guestbook --plan',
    '<%= config.bin %> <%= command.id %> ./my-recipe --ref main --tiers install,upgrade',
    '<%= config.bin %> <%= command.id %> guestbook custom-html -j 2 --json',
  ]
  static override readonly flags = {
    ref: Flags.string({ description: 'branch, tag or commit to test instead of HEAD' }),
    from: Flags.string({ description: 'released version to upgrade from' }),
    tiers: Flags.string({ description: `tiers to run, separated by commas: ${tierNames.join(', ')}` }),
    engine: Flags.string({ description: 'what deploys the recipe', options: ['swarm'], default: 'swarm' }),
    plan: Flags.boolean({ description: 'print what would be done and change nothing' }),
    keep: Flags.integer({ description: 'keep the app up for so many minutes before it is torn down', min: 1 }),
    'keep-on-failure': Flags.boolean({ description: 'keep the app of a failed run up for 30 minutes' }),
    'runs-dir': Flags.directory({ description: 'folder that keeps the run folders, instead of runsDir of cc-ci.yaml' }),
    jobs: Flags.integer({ char: 'j', description: 'how many recipes to test at once', min: 1, default: 1 }),
    verbose: Flags.boolean({ char: 'v', description: 'show every check, phase and command' }),
  }

  async run(): Promise<TestOutput> {
    const { flags, argv } = await this.parse(Test)
    const workspace = await this.workspace()
    const options: TestFlags = {
      ref: flags.ref,
      from: flags.from,
      tiers: readTiers(flags.tiers),
      keepSeconds: (flags.keep ?? 0) * 60,
      keepOnFailure: flags['keep-on-failure'],
      runsDir:
        flags['runs-dir'] === undefined
          ? resolve(workspace.folder, workspace.config.runsDir)
          : resolve(this.world.cwd, flags['runs-dir']),
      harnessVersion: this.config.version,
    }
    const { world } = this
    const requests = argv.map(String).map((argument) => {
      const recipe = resolveRecipe(argument, workspace, world.cwd)
      return buildTestRequest({ recipe, argument, options, workspace, world })
    })
    if (flags.plan) return this.#plan(requests, workspace)
    return this.#report(await testRecipes(requests, { world, workspace, jobs: flags.jobs, verbose: flags.verbose }))
  }

  async #plan(requests: readonly TestRequest[], workspace: Workspace): Promise<TestOutput> {
    const { planRecipe } = await import('@cc-ci/ci-harness')
    const harness = await buildHarnessWorld(this.world, workspace)
    const plans: RunPlan[] = []
    for (const request of requests) {
      const plan = await planRecipe(request, harness)
      plans.push({ ...plan, source: withoutPassword(plan.source) })
    }
    this.log(plans.map((plan) => formatPlan(plan, this.textStyle.width)).join('\n\n'))
    return { plans }
  }

  async #report(outcomes: readonly RunOutcome[]): Promise<TestOutput> {
    const { document, exitCode, errors } = reportRuns(outcomes, (error) => this.explain(error))
    const { renderSummary } = await import('@cc-ci/results-ux')
    for (const outcome of outcomes)
      if (outcome.ok) this.log(renderSummary(outcome.result, { ...this.textStyle, folder: outcome.folder }))
    for (const { recipe, error } of errors)
      this.logToStderr(`${recipe}\n${formatError(error, terminalWidth(process.stderr))}`)
    process.exitCode = exitCode
    return document
  }
}
