import { resolve } from 'node:path'
import type { EngineChoice, RunPlan, TestRequest } from '@cc-ci/ci-harness'
import { type RunResult, tierNames } from '@cc-ci/contracts/run-result'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../base-command.js'
import { buildHarnessWorld } from '../build-harness-world.js'
import type { TestFlags } from '../build-test-request.js'
import { bundleRuns } from '../bundle/bundle-runs.js'
import { formatError } from '../errors/format-error.js'
import { formatPlan } from '../format-plan.js'
import { prepareRequests } from '../prepare-requests.js'
import { readTiers } from '../read-tiers.js'
import { type RunsDocument, reportRuns } from '../report-runs.js'
import { readReporters, reporterNames, type WantedReport } from '../reporters/read-reporters.js'
import { writeReports } from '../reporters/write-reports.js'
import type { RunOutcome } from '../run-all.js'
import { withCanonicals } from '../sweep/with-canonicals.js'
import { terminalWidth } from '../terminal/text-style.js'
import { checkFlags } from '../test-options/check-flags.js'
import { chooseRecipes } from '../test-options/choose-recipes.js'
import { readJobs } from '../test-options/read-jobs.js'
import { testRecipes } from '../test-recipes.js'
import type { Workspace } from '../workspace/load-workspace.js'
import { warmRecipes } from '../workspace/warm-recipes.js'
import { withoutPassword } from '../workspace/without-password.js'
import type { World } from '../world.js'

type TestOutput = RunResult | RunsDocument | { readonly plans: readonly RunPlan[] }

export default class Test extends BaseCommand {
  static override readonly strict = false
  static override readonly args = {
    recipe: Args.string({
      description: 'name from cc-ci.yaml, folder of a repository, or git URL; several are allowed',
      ignoreStdin: true,
    }),
  }
  static override readonly description =
    'test recipes for real: install, upgrade, back up, destroy, restore, and say what works'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> guestbook',
    '<%= config.bin %> <%= command.id %> guestbook --plan',
    '<%= config.bin %> <%= command.id %> ./my-recipe --ref main --tiers install,upgrade',
    '<%= config.bin %> <%= command.id %> guestbook custom-html -j 2 --json',
    '<%= config.bin %> <%= command.id %> guestbook --pr 1',
    '<%= config.bin %> <%= command.id %> guestbook --quick',
    '<%= config.bin %> <%= command.id %> --all -j auto --reporter junit=report.xml',
    '<%= config.bin %> <%= command.id %> guestbook --engine abra',
  ]
  static override readonly flags = {
    all: Flags.boolean({ description: 'test every recipe that cc-ci.yaml enrols' }),
    pr: Flags.string({
      description: 'pull request to test: its number, its address, or nothing for that of the CI pipeline',
      helpValue: '[<n|url>]',
    }),
    ref: Flags.string({ description: 'branch, tag or commit to test instead of HEAD' }),
    from: Flags.string({ description: 'released version to upgrade from' }),
    tiers: Flags.string({ description: `tiers to run, separated by commas: ${tierNames.join(', ')}` }),
    engine: Flags.string({
      description: 'what deploys the recipe instead of engine.kind of cc-ci.yaml; auto: abra where it is installed',
      options: ['swarm', 'abra', 'auto'] satisfies EngineChoice[],
    }),
    quick: Flags.boolean({
      description:
        'upgrade the app that a sweep kept and check that, in less time and with less confidence; cold if none fits',
    }),
    plan: Flags.boolean({ description: 'print what would be done and change nothing' }),
    keep: Flags.integer({
      description: 'keep the app up for so many minutes, 30 if none are given, before it is torn down',
      helpValue: '[<minutes>]',
      min: 1,
    }),
    'keep-on-failure': Flags.boolean({ description: 'keep the app of a failed run up for 30 minutes' }),
    'no-retry': Flags.boolean({
      description: 'do not repeat a run that the host, a registry or the network kept from judging',
    }),
    bundle: Flags.boolean({ description: 'pack each run into bundle.tar.gz in its folder, with everything redacted' }),
    'runs-dir': Flags.directory({ description: 'folder that keeps the run folders, instead of runsDir of cc-ci.yaml' }),
    jobs: Flags.string({
      char: 'j',
      description: 'how many recipes to test at once: a number, or auto for what memory, disk and cores allow',
      default: '1',
      helpValue: '<n|auto>',
    }),
    reporter: Flags.string({
      description: `report to print, or to write into a file: ${reporterNames.join(', ')}; may be given several times`,
      helpValue: '<name[=file]>',
      multiple: true,
      multipleNonGreedy: true,
    }),
    verbose: Flags.boolean({ char: 'v', description: 'show every check, phase and command' }),
  }

  async run(): Promise<TestOutput> {
    const { flags, argv } = await this.parse(Test)
    const workspace = withEngine(await this.workspace(), flags.engine as EngineChoice | undefined)
    const { world } = this
    const options: TestFlags = {
      ref: flags.ref,
      from: flags.from,
      quick: flags.quick,
      tiers: readTiers(flags.tiers),
      keepSeconds: (flags.keep ?? 0) * 60,
      keepOnFailure: flags['keep-on-failure'],
      runsDir:
        flags['runs-dir'] === undefined
          ? resolve(workspace.folder, workspace.config.runsDir)
          : resolve(world.cwd, flags['runs-dir']),
      engine: flags.engine,
      harnessVersion: this.config.version,
    }
    const jobs = readJobs(flags.jobs)
    const reporters = readReporters(flags.reporter ?? [], this.jsonEnabled())
    const warm = flags.all ? await warmRecipes(workspace) : []
    const recipes = chooseRecipes(argv.map(String), flags.all, workspace, warm)
    checkFlags({ recipes: recipes.length, ...flags, tiers: options.tiers, areTiersChosen: flags.tiers !== undefined })
    const { requests: typed, world: prepared } = await prepareRequests(recipes, {
      ...{ pr: flags.pr, options, workspace, world },
    })
    const requests = await withCanonicals(typed, workspace)
    if (flags.plan) return this.#plan(requests, workspace, prepared)
    const outcomes = await testRecipes(requests, {
      ...{ world: prepared, workspace, jobs, verbose: flags.verbose },
      retry: !flags['no-retry'],
    })
    if (flags.bundle) await bundleRuns(outcomes, { ...world, say: (text) => this.logToStderr(text) })
    return this.#report(outcomes, reporters)
  }

  async #plan(requests: readonly TestRequest[], workspace: Workspace, world: World): Promise<TestOutput> {
    const { planRecipe } = await import('@cc-ci/ci-harness')
    const harness = await buildHarnessWorld(world, workspace)
    const plans: RunPlan[] = []
    for (const request of requests) {
      const plan = await planRecipe(request, harness)
      plans.push({ ...plan, source: withoutPassword(plan.source) })
    }
    this.log(plans.map((plan) => formatPlan(plan, this.textStyle.width)).join('\n\n'))
    return { plans }
  }

  async #report(outcomes: readonly RunOutcome[], reporters: readonly WantedReport[]): Promise<TestOutput> {
    const report = reportRuns(outcomes, (error) => this.explain(error))
    await writeReports(reporters, {
      outcomes,
      report,
      cwd: this.world.cwd,
      style: this.textStyle,
      print: (text) => this.log(text),
      warn: (text) => this.logToStderr(text),
    })
    for (const { recipe, error } of report.errors)
      this.logToStderr(`${recipe}\n${formatError(error, terminalWidth(process.stderr))}`)
    process.exitCode = report.exitCode
    return report.document
  }
}

function withEngine(workspace: Workspace, kind: EngineChoice | undefined): Workspace {
  if (kind === undefined) return workspace
  return { ...workspace, config: { ...workspace.config, engine: { ...workspace.config.engine, kind } } }
}
