/** The version in `abra version 0.13.0-beta-1a2b3c4`; undefined when something else calls itself abra. */
export function readAbraVersion(text: string): string | undefined {
  return /abra version (\S+)/.exec(text)?.[1]
}
