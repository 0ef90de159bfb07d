import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { CcCiError } from '@cc-ci/kernel'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { clientEnvironment } from '../../build-harness-world.js'
import { resolveRecipe } from '../../workspace/resolve-recipe.js'
import { setCodeApproved } from '../../workspace/set-code-approved.js'

interface Approval {
  readonly recipe: string
  readonly codeApproved: boolean
  readonly file: string
  /** Full hash of the commit whose code is listed; null when it was not looked at. */
  readonly head: string | null
  /** Code of the recipe's repository that may now run here, or might have before. */
  readonly code: readonly string[]
}

export default class RecipeApprove extends BaseCommand {
  static override readonly args = {
    recipe: Args.string({ description: 'name of the recipe in cc-ci.yaml', ignoreStdin: true, required: true }),
  }
  static override readonly description =
    'let code from a recipe’s own repository run on this machine, after showing what that is'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> guestbook',
    '<%= config.bin %> <%= command.id %> guestbook --revoke',
  ]
  static override readonly flags = {
    revoke: Flags.boolean({ description: 'take the approval back' }),
  }

  async run(): Promise<Approval> {
    const { args, flags } = await this.parse(RecipeApprove)
    const workspace = await this.workspace()
    const { file } = workspace
    const isNamed = Object.hasOwn(workspace.config.recipes, args.recipe)
    // Its error names what is near; a folder or URL passes it, but there is no entry to put an approval into.
    const recipe = isNamed && flags.revoke ? undefined : resolveRecipe(args.recipe, workspace, this.world.cwd)
    if (file === undefined || !isNamed) throw notNamed(args.recipe)
    const { head, theirs } = recipe === undefined ? { head: null, theirs: [] } : await this.#inspect(recipe)
    const changed = setCodeApproved(readFileSync(file, 'utf8'), args.recipe, !flags.revoke)
    if (changed === undefined) throw notEditable(args.recipe, file)
    if (recipe !== undefined) this.#tell(args.recipe, head ?? '', theirs)
    writeFileSync(`${file}.new`, changed)
    renameSync(`${file}.new`, file)
    this.log(`${file}: ${args.recipe} is ${flags.revoke ? 'no longer approved' : 'approved'}.`)
    return { recipe: args.recipe, codeApproved: !flags.revoke, file, head, code: theirs }
  }

  async #inspect(recipe: ReturnType<typeof resolveRecipe>) {
    const { inspectRecipe } = await import('@cc-ci/ci-harness')
    return inspectRecipe(
      { ...recipe, ref: undefined },
      { ...this.world, env: clientEnvironment(this.world, undefined) },
    )
  }

  #tell(recipe: string, head: string, code: readonly string[]): void {
    this.log(
      `Code of ${recipe} at ${head.slice(0, 8)} that may run here from now on, as this user and with its Docker:`,
    )
    for (const file of code) this.log(`  ${file}`)
    if (code.length === 0) this.log('  none yet')
    this.log('The same holds for whatever is committed later, and for every pull request of that repository.')
  }
}

function notNamed(recipe: string): CcCiError {
  return new CcCiError(
    'RECIPE_UNKNOWN',
    `cc-ci.yaml does not name the recipe “${recipe}”, so there is nothing to approve.`,
    {
      hint: 'Add it under recipes with its url first, and approve it by that name.',
      exitCode: 2,
    },
  )
}

function notEditable(recipe: string, file: string): CcCiError {
  return new CcCiError(
    'CONFIG_NOT_EDITABLE',
    `The entry of ${recipe} in ${file} is written in a way that cc-ci cannot change alone.`,
    {
      hint: `Set codeApproved of it by hand.`,
      place: { file, key: `recipes.${recipe}` },
      exitCode: 2,
    },
  )
}
