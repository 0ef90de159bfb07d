import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { clientEnvironment } from '../../build-harness-world.js'
import { describeSettings } from '../../describe-settings.js'
import { formatRecipe, type ShownRecipe } from '../../format-recipe.js'
import { resolveRecipe } from '../../workspace/resolve-recipe.js'
import { withoutPassword } from '../../workspace/without-password.js'

export default class RecipeShow extends BaseCommand {
  static override readonly args = {
    recipe: Args.string({
      description: 'name from cc-ci.yaml, folder of a repository, or git URL',
      ignoreStdin: true,
      required: true,
    }),
  }
  static override readonly description =
    'show how a recipe is tested: each setting and where it comes from, the files found, the approval'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> guestbook',
    '<%= config.bin %> <%= command.id %> ./my-recipe --json',
  ]
  static override readonly flags = {
    ref: Flags.string({ description: 'branch, tag or commit to look at instead of HEAD' }),
  }

  async run(): Promise<ShownRecipe> {
    const { args, flags } = await this.parse(RecipeShow)
    const workspace = await this.workspace()
    const recipe = resolveRecipe(args.recipe, workspace, this.world.cwd)
    const { inspectRecipe } = await import('@cc-ci/ci-harness')
    const inspection = await inspectRecipe(
      { ...recipe, ref: flags.ref },
      { ...this.world, env: clientEnvironment(this.world, undefined) },
    )
    const { head, hooks, ours, theirs, tests, notRun } = inspection
    const shown: ShownRecipe = {
      recipe: recipe.name,
      source: withoutPassword(recipe.source),
      head,
      codeApproved: recipe.codeApproved,
      settings: describeSettings(inspection),
      files: { folder: recipe.overlays ?? null, ours, theirs },
      hooks,
      tests,
      notRun,
    }
    this.log(formatRecipe(shown, this.textStyle.width))
    return shown
  }
}
