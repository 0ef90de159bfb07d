import { type AbraVerb, type FlagGuess, flagGuesses } from './guesses.js'

/** Flag names that a help text lists, long and short; undefined when it lists none, so that nothing is concluded. */
export function readHelpFlags(help: string): ReadonlySet<string> | undefined {
  const flags = help.split('\n').flatMap((line) => /^\s*(-.*?)(?:\s{2,}|$)/.exec(line)?.[1] ?? [])
  const names = flags.flatMap((flag) => flag.match(/(?<=^|[\s,])--?[A-Za-z][\w-]*/g) ?? [])
  return names.length === 0 ? undefined : new Set(names)
}

/** How to write a flag; undefined when this abra does without it. */
export function spellFlag(
  { long, short, needed }: FlagGuess,
  listed: ReadonlySet<string> | undefined,
): string | undefined {
  if (listed?.has(long)) return long
  return listed === undefined || needed === true ? (short ?? long) : undefined
}

/** The believed flags of the commands whose help was read that are not in it, for people: `app deploy --force`. */
export function unconfirmedFlags(helps: ReadonlyMap<AbraVerb, ReadonlySet<string> | undefined>): string[] {
  return [...helps].flatMap(([verb, listed]) =>
    listed === undefined
      ? [`${verb} (no help)`]
      : Object.values<FlagGuess>(flagGuesses[verb]).flatMap(({ long }) =>
          listed.has(long) ? [] : [`${verb} ${long}`],
        ),
  )
}
