import { resolve } from 'node:path'
import { exitCodeOf, type RunResult, type TierName, tierNames, worstExitCode } from '@cc-ci/contracts/run-result'
import { CcCiError } from '@cc-ci/kernel'
import { Args, Flags } from '@oclif/core'
import { onTermination } from '../adapters/on-termination.js'
import { every } from '../adapters/tick.js'
import { BaseCommand } from '../base-command.js'
import { buildHarnessWorld } from '../build-harness-world.js'
import { buildTestRequest, type TestFlags } from '../build-test-request.js'
import { formatPlan } from '../format-plan.js'
import { presentResult } from '../present-result.js'
import { showProgress } from '../progress/show-progress.js'
import { runAll } from '../run-all.js'
import { resolveRecipe } from '../workspace/resolve-recipe.js'

type TestOutput = RunResult | { schemaVersion: 1; runs: readonly RunResult[] } | { plans: readonly unknown[] }

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
    const workspace = this.workspace()
    const recipes = argv.map((argument) => resolveRecipe(String(argument), workspace, this.world.cwd))
    const options: TestFlags = {
      ref: flags.ref,
      from: flags.from,
      tiers: readTiers(flags.tiers),
      keepSeconds: (flags.keep ?? 0) * 60,
      keepOnFailure: flags['keep-on-failure'],
      runsDir: resolve(
        flags['runs-dir'] === undefined ? workspace.folder : this.world.cwd,
        flags['runs-dir'] ?? workspace.config.runsDir,
      ),
      harnessVersion: this.config.version,
    }
    const requests = recipes.map((recipe, index) =>
      buildTestRequest({ recipe, argument: String(argv[index]), options, workspace, world: this.world }),
    )
    return flags.plan ? this.#plan(requests) : this.#test(requests, flags)
  }

  async #plan(requests: readonly ReturnType<typeof buildTestRequest>[]): Promise<TestOutput> {
    const { planRecipe } = await import('@cc-ci/ci-harness')
    const harness = await buildHarnessWorld(this.#narrated(false), this.workspace())
    const plans = await Promise.all(requests.map((request) => planRecipe(request, harness)))
    for (const plan of plans) this.log(formatPlan(plan))
    return { plans }
  }

  async #test(
    requests: readonly ReturnType<typeof buildTestRequest>[],
    flags: { verbose: boolean; jobs: number },
  ): Promise<TestOutput> {
    const { testRecipe } = await import('@cc-ci/ci-harness')
    const harness = await buildHarnessWorld(this.#narrated(flags.verbose), this.workspace())
    const colour = process.stderr.isTTY && this.world.environment.NO_COLOR === undefined
    const progress = showProgress({ stream: process.stderr, verbose: flags.verbose, colour, every })
    const { signal, dispose } = onTermination(() => this.logToStderr('Already ending: the app is being torn down.'))
    try {
      const runs = await runAll(requests, flags.jobs, (request) =>
        testRecipe(request, harness, { signal, onEvent: progress.onEvent, present: presentResult }),
      )
      progress.stop()
      return await this.#report(runs)
    } finally {
      progress.stop()
      dispose()
    }
  }

  async #report(runs: readonly { result: RunResult; folder: string }[]): Promise<TestOutput> {
    const { renderSummary } = await import('@cc-ci/results-ux')
    const colour = process.stdout.isTTY && this.world.environment.NO_COLOR === undefined
    for (const { result, folder } of runs) this.log(renderSummary(result, { colour, width: 80, folder }))
    const results = runs.map(({ result }) => result)
    process.exitCode = worstExitCode(results.map(exitCodeOf))
    const [only] = results
    return results.length === 1 && only !== undefined ? only : { schemaVersion: 1, runs: results }
  }

  /** With -v every program that is run is shown. */
  #narrated(verbose: boolean): typeof this.world {
    if (!verbose) return this.world
    const { processes } = this.world
    return {
      ...this.world,
      processes: {
        run: (command, args, options) => {
          this.logToStderr(`    $ ${[command, ...args].join(' ')}`)
          return processes.run(command, args, options)
        },
      },
    }
  }
}

function readTiers(list: string | undefined): readonly TierName[] {
  if (list === undefined) return tierNames
  const wanted = list.split(',').map((tier) => tier.trim())
  const wrong = wanted.find((tier) => !tierNames.some((known) => known === tier))
  if (wrong !== undefined) {
    throw new CcCiError('TIER_UNKNOWN', `There is no tier “${wrong}”.`, {
      hint: `Tiers: ${tierNames.join(', ')}.`,
      exitCode: 2,
    })
  }
  return tierNames.filter((tier) => wanted.includes(tier))
}
