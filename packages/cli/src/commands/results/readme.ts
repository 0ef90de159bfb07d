import { isAbsolute, join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { MetadataChange, StoredRun } from '@cc-ci/results-ux'
import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { type IndexedRuns, withRuns } from '../../find-stored-run.js'
import { readReadme } from '../../read-readme.js'
import { type ResolvedRecipe, resolveRecipe } from '../../workspace/resolve-recipe.js'
import { withoutPassword } from '../../workspace/without-password.js'

interface ShownPatch {
  readonly recipe: string
  readonly runId: string
  /** Null when the README says already what the run proved. */
  readonly patch: string | null
  readonly changes: readonly MetadataChange[]
}

export default class ResultsReadme extends BaseCommand {
  static override readonly args = {
    recipe: Args.string({
      description: 'name from cc-ci.yaml or folder of a repository',
      ignoreStdin: true,
      required: true,
    }),
  }
  static override readonly description =
    'print what a recipe’s README may claim after its last run, as a patch of the metadata block; nothing is written'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> guestbook',
    '<%= config.bin %> <%= command.id %> ./guestbook | git -C guestbook apply',
  ]

  async run(): Promise<ShownPatch> {
    const { args } = await this.parse(ResultsReadme)
    const workspace = await this.workspace()
    const recipe = resolveRecipe(args.recipe, workspace, this.world.cwd)
    const file = readmeOf(recipe)
    const readme = await readReadme(file)
    const { result } = await withRuns(workspace, (runs) => lastJudgedRun(runs, recipe.name))
    const { renderReadmePatch } = await import('@cc-ci/results-ux')
    const rendered = renderReadmePatch(readme, result)
    const shown = { recipe: recipe.name, runId: result.runId }
    if (rendered.kind === 'broken') throw brokenBlock(file, rendered.line, rendered.problem)
    if (rendered.kind === 'same') {
      this.logToStderr(`${file} says what run ${result.runId} proved; there is nothing to change.`)
      return { ...shown, patch: null, changes: [] }
    }
    const { patch, changes, missing } = rendered
    this.log(patch.replace(/\n$/, ''))
    this.logToStderr(`From run ${result.runId} of commit ${result.ref.slice(0, 7)}:`)
    for (const { name, before, value, why } of changes)
      this.logToStderr(`  ${name}: ${before ?? 'nothing'} → ${value} (${why})`)
    if (missing.length > 0) this.logToStderr(`For you to add: ${missing.join(', ')}`)
    return { ...shown, patch, changes }
  }
}

function readmeOf({ name, source }: ResolvedRecipe): string {
  if (isAbsolute(source)) return join(source, 'README.md')
  throw new CcCiError('RECIPE_NOT_LOCAL', `The recipe ${name} is at ${withoutPassword(source)}, not in a folder.`, {
    hint: 'Clone it, and name the folder: cc-ci results readme ./<folder>',
    exitCode: 2,
  })
}

/** Of main and full: a pull request’s head is not what the README speaks of, and a quick run proves less. */
async function lastJudgedRun({ history, read }: IndexedRuns, recipe: string): Promise<StoredRun> {
  const { isOfMain } = await import('@cc-ci/results-ux')
  const row = history.runsOf(recipe).find(isOfMain)
  if (row !== undefined) return read(row)
  throw new CcCiError('RUN_UNKNOWN', `No full run of ${recipe} on main was judged, so that nothing is proven.`, {
    hint: `Make one: cc-ci test ${recipe}`,
    exitCode: 2,
  })
}

function brokenBlock(file: string, line: number, problem: string): CcCiError {
  return new CcCiError('README_BLOCK_BROKEN', `${file}, line ${line}: ${problem}.`, {
    hint: 'Put <!-- metadata --> before the bullets and <!-- endmetadata --> behind them, each on a line of its own.',
    place: { file, line },
    exitCode: 2,
  })
}
