import { parseArgs } from 'node:util'

/** `[long, short]`; a third word means that the flag takes a value. */
type Flag = readonly [long: string, short: string, value?: string]

const globals: readonly Flag[] = [
  ['no-input', 'n'],
  ['offline', 'o'],
  ['debug', 'd'],
  ['help', 'h'],
]

/** The commands that the double has, with the flags of recipe-format §13. */
const commands: Readonly<Record<string, readonly Flag[]>> = {
  'server add': [['local', 'l']],
  'server ls': [['machine', 'm']],
  'app new': [
    ['server', 's', 'string'],
    ['domain', 'D', 'string'],
    ['secrets', 'S'],
    ['pass', 'p'],
    ['chaos', 'C'],
  ],
  'app deploy': [
    ['force', 'f'],
    ['chaos', 'C'],
    ['no-domain-checks', 'D'],
    ['no-converge-checks', 'c'],
  ],
  'app undeploy': [['prune', 'p']],
  'app secret generate': [
    ['all', 'a'],
    ['pass', 'p'],
    ['machine', 'm'],
    ['chaos', 'C'],
  ],
  'app secret insert': [
    ['file', 'f'],
    ['trim', 't'],
    ['chaos', 'C'],
  ],
  'app backup create': [
    ['retries', 'r', 'string'],
    ['chaos', 'C'],
  ],
  'app restore': [
    ['target', 't', 'string'],
    ['snapshot', 's', 'string'],
    ['hooks', 'H'],
    ['chaos', 'C'],
  ],
  'recipe lint': [
    ['chaos', 'C'],
    ['error', 'e'],
  ],
  'recipe fetch': [['all', 'a']],
  'recipe upgrade': [
    ['major', 'x'],
    ['chaos', 'C'],
  ],
}

export interface ParsedCommand {
  readonly verb: string
  readonly flags: ReadonlyMap<string, string>
  readonly args: readonly string[]
}

/** Flags anywhere, an unknown one is fatal. A text is what abra would say. */
export function parseCommand(argv: readonly string[], without: readonly string[]): ParsedCommand | string {
  const verb = Object.keys(commands).find((name) => argv.slice(0, name.split(' ').length).join(' ') === name)
  if (verb === undefined) return `unknown command "${argv[0] ?? ''}" for "abra"`
  const options = Object.fromEntries(
    knownFlags(verb, without).map(([long, short, value]) => {
      const type: 'boolean' | 'string' = value === undefined ? 'boolean' : 'string'
      return [long, { short, type }]
    }),
  )
  try {
    const args = argv.slice(verb.split(' ').length)
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    return {
      verb,
      args: positionals,
      flags: new Map(Object.entries(values).map(([name, value]) => [name, `${value}`])),
    }
  } catch (error) {
    return `unknown flag: ${/'([^']+)'/.exec((error as Error).message)?.[1]}`
  }
}

export function helpOf(verb: string, without: readonly string[]): string {
  const lines = knownFlags(verb, without).map(
    ([long, short, value]) =>
      `  -${short}, --${long}${value === undefined ? '' : ` ${value}`}   see the docs, -x is none`,
  )
  return `Usage:\n  abra ${verb} [flags]\n\nFlags:\n${lines.join('\n')}\n`
}

function knownFlags(verb: string, without: readonly string[]): Flag[] {
  return [...(commands[verb] ?? []), ...globals].filter(([long]) => !without.includes(`${verb} --${long}`))
}
