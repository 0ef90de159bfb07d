import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { resolveRecipe } from '../../workspace/resolve-recipe.js'

export default class RecipeLint extends BaseCommand {
  static override readonly args = {
    recipe: Args.string({
      description: 'name from cc-ci.yaml, folder of a repository, or git URL',
      ignoreStdin: true,
      required: true,
    }),
  }
  static override readonly description = 'check a recipe against the lint rules, without deploying it'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> guestbook',
    '<%= config.bin %> <%= command.id %> ./my-recipe --json',
  ]
  static override readonly flags = {
    ref: Flags.string({ description: 'branch, tag or commit to lint instead of HEAD' }),
  }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(RecipeLint)
    const { name, source } = resolveRecipe(args.recipe, await this.workspace(), this.world.cwd)
    const { lintRecipeAt, formatLintTable } = await import('@cc-ci/ci-harness')
    const report = await lintRecipeAt({ recipe: name, source, ref: flags.ref }, this.world)
    const errors = report.findings.filter(({ severity }) => severity === 'error')
    this.log(formatLintTable(report.findings, report.unchecked).trimEnd())
    process.exitCode = errors.length === 0 ? 0 : 1
    return report
  }
}
