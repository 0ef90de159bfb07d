import type { RecipeInspection } from '@cc-ci/ci-harness'
import type { ShownSetting } from './describe-settings.js'
import { hang } from './terminal/wrap-words.js'

/** What `cc-ci recipe show --json` prints. */
export type ShownRecipe = Pick<RecipeInspection, 'hooks' | 'tests' | 'notRun'> & {
  readonly recipe: string
  readonly source: string
  readonly head: string
  readonly codeApproved: boolean
  readonly settings: readonly ShownSetting[]
  readonly files: {
    /** Of our own settings and tests; null without one. */
    readonly folder: string | null
    readonly ours: readonly string[]
    readonly theirs: readonly string[]
  }
}

/** The same for a person. */
export function formatRecipe(shown: ShownRecipe, width = 80): string {
  const { recipe, head, source, codeApproved, settings, files, hooks, tests, notRun } = shown
  const keyWidth = Math.max(...settings.map(({ key }) => key.length)) + 2
  const approval = codeApproved
    ? 'yes: code of its repository may run on this machine'
    : `no: code of its repository does not run (cc-ci recipe approve ${recipe})`
  const row = (key: string, value: string): string => hang(`  ${key.padEnd(10)}`, value, width)
  const list = (title: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [title, ...names.map((name) => `  ${name}`)]
  return [
    `${recipe} ${head.slice(0, 8)}`,
    row('source', source),
    row('approved', approval),
    '',
    'Settings',
    ...settings.map(({ key, value, origin }) =>
      hang(`  ${key.padEnd(keyWidth)}`, `${JSON.stringify(value)}  (${origin})`, width),
    ),
    ...(hooks.length === 0
      ? []
      : [
          '',
          ...list(
            'Hooks',
            hooks.map(({ name, file }) => `${name} (${file})`),
          ),
        ]),
    ...(files.folder === null ? [] : ['', ...list(`Our files, in ${files.folder}`, files.ours)]),
    ...(files.theirs.length === 0 ? [] : ['', ...list('Files of its own', files.theirs)]),
    '',
    'Tests',
    ...(tests.length === 0 ? ['  none'] : tests.map(({ name, origin }) => `  ${name} (${origin})`)),
    ...notRun.map(({ file, reason }) => hang('  ', `${file}: ${reason}`, width)),
  ].join('\n')
}
