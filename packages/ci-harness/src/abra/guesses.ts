/** One flag that is believed to exist. */
export interface FlagGuess {
  readonly long: string
  readonly short?: string
  /** Passed even if `--help` does not list it: without it the call would do something else, and a refusal is safer. */
  readonly needed?: true
}

const noInput: FlagGuess = { long: '--no-input', short: '-n', needed: true }
const offline: FlagGuess = { long: '--offline', short: '-o' }
const chaos: FlagGuess = { long: '--chaos', short: '-C' }
const always = { noInput, offline }

/**
 * Every flag that cc-ci uses and could only be believed when this was written. The probe of each is the `--help` of its
 * command: a flag that it lists is used by its long name, one that it does not list is left out unless needed, and
 * where no help can be read the believed short name is used. What came of it stands in `versions.engine` of a result.
 */
export const flagGuesses = {
  'server add': { noInput, local: { long: '--local', short: '-l', needed: true } },
  'app new': {
    ...always,
    chaos,
    server: { long: '--server', short: '-s', needed: true },
    domain: { long: '--domain', short: '-D', needed: true },
  },
  'app secret generate': { ...always, chaos, all: { long: '--all', short: '-a', needed: true } },
  'app deploy': {
    ...always,
    chaos: { ...chaos, needed: true },
    force: { long: '--force', short: '-f' },
    noDomainChecks: { long: '--no-domain-checks', short: '-D' },
    noConvergeChecks: { long: '--no-converge-checks', short: '-c' },
  },
  'app undeploy': { ...always },
  'app backup create': { ...always, chaos },
  'app restore': { ...always, chaos, snapshot: { long: '--snapshot', short: '-s', needed: true } },
  'recipe lint': { ...always, chaos },
} as const satisfies Record<string, Record<string, FlagGuess>>

export type AbraVerb = keyof typeof flagGuesses

/**
 * What is believed and is no flag. The harness never relies on these: it looks at what Docker says instead, and writes
 * down what it saw.
 */
export const behaviourGuesses = {
  'chaos label': { believed: '8 characters', probe: 'the label chaos-version after a deploy' },
  R016: { believed: 'unknown', probe: 'the row R016 of the lint table' },
} as const

export type AbraBehaviour = keyof typeof behaviourGuesses
