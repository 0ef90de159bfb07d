import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { firstVersion, overlayFiles, recipeFiles } from '../../recipe-new/recipe-files.js'

interface NewRecipe {
  readonly recipe: string
  readonly folder: string
  readonly overlays: string
  readonly version: string
  readonly files: readonly string[]
}

export default class RecipeNew extends BaseCommand {
  static override readonly args = {
    name: Args.string({
      description: 'name of the recipe: lower case, digits, dashes',
      ignoreStdin: true,
      required: true,
    }),
  }
  static override readonly description = 'make a recipe that deploys: its repository, settings, and one test of its own'
  static override readonly examples = ['<%= config.bin %> <%= command.id %> notes']

  async run(): Promise<NewRecipe> {
    const { args } = await this.parse(RecipeNew)
    const { name } = args
    if (!/^[a-z][a-z0-9-]*[a-z0-9]$/.test(name)) throw invalidName(name)
    const workspace = await this.workspace()
    const folder = join(this.world.cwd, name)
    const overlays = join(workspace.folder, 'recipes', name)
    for (const each of [folder, overlays]) refuseToOverwrite(each)
    const written = [
      ...writeFiles(folder, recipeFiles(name)),
      ...writeFiles(overlays, overlayFiles('../recipe-settings.schema.json')),
    ]
    await this.#writeSchema(join(workspace.folder, 'recipes/recipe-settings.schema.json'))
    await this.#commit(folder)
    for (const file of written) this.log(file)
    this.log(`\nLint it: cc-ci recipe lint ./${name}\nTest it: cc-ci test ./${name}`)
    return { recipe: name, folder, overlays, version: firstVersion, files: written }
  }

  /** Beside all settings of the workspace, because an editor reads it without asking cc-ci; written anew each time. */
  async #writeSchema(file: string): Promise<void> {
    const { jsonSchemaOf } = await import('@cc-ci/contracts/json-schemas')
    writeFileSync(file, `${JSON.stringify(jsonSchemaOf('recipe-settings'), null, 2)}\n`)
  }

  /** A recipe is a repository, and what is tested of it is a commit; a release is an annotated tag. */
  async #commit(folder: string): Promise<void> {
    const { git } = this.world
    const [name, email] = await Promise.all([this.#configured('user.name'), this.#configured('user.email')])
    const by = { name: name ?? 'Recipe author', email: email ?? 'author@example.org', date: this.world.clock.now() }
    await git.init(folder)
    await git.add(folder)
    await git.commit(folder, 'Begin the recipe', by)
    await git.tag(folder, firstVersion, { ...by, message: 'First release' })
  }

  /** Who the user is to git; undefined when git was never told. */
  async #configured(key: string): Promise<string | undefined> {
    try {
      const { stdout } = await this.world.processes.run('git', ['config', '--get', key], { timeoutMs: 10_000 })
      return stdout.trim() || undefined
    } catch (error) {
      if (!isCcCiError(error)) throw error
      return undefined
    }
  }
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).map(([path, content]) => {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content, { flag: 'wx' })
    return file
  })
}

function refuseToOverwrite(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return
  throw new CcCiError('FOLDER_NOT_EMPTY', `${folder} holds something already, so nothing was written.`, {
    hint: 'Choose another name, or remove the folder yourself.',
    place: { file: folder },
    exitCode: 2,
  })
}

function invalidName(name: string): CcCiError {
  return new CcCiError('RECIPE_NAME_INVALID', `“${name}” cannot be the name of a recipe.`, {
    hint: 'Use lower-case letters, digits and dashes, beginning with a letter, such as my-wiki.',
    exitCode: 2,
  })
}
