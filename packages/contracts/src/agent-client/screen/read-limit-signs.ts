import { wordingsOf } from '../client-version.js'
import { type LimitText, readLimitText } from '../limit-text.js'
import type { FoundComposer } from './find-composer.js'
import type { FoundDialog } from './find-dialog.js'
import type { Mark } from './mark.js'
import { armedLimits } from './screen-wordings.js'

export interface LimitSigns {
  /** `armed`: the client goes on by itself when it is over. */
  readonly limit: LimitText & { readonly armed: boolean }
  readonly marks: readonly Mark[]
}

/**
 * A limit that the client itself waits for, by its footer, or that its menu asks about. The line that it printed when it
 * hit the limit gives name and zone; alone that line may be old, and counts only for clients that have no footer.
 */
export function readLimitSigns(
  lines: readonly string[],
  around: { version: string | undefined; composer: FoundComposer | undefined; dialog: FoundDialog | undefined },
): LimitSigns | undefined {
  const { version, composer, dialog } = around
  const said = findSaid(lines, version)
  const footer = composer === undefined ? [] : lines.map((text, at) => ({ text, at })).slice(composer.bottom + 1)
  const patterns = wordingsOf(armedLimits, version)
  const armed = footer.flatMap(({ text, at }) => {
    const match = patterns.map((pattern) => pattern.exec(text.trim())).find((each) => each !== null)
    return match == null ? [] : [{ at, time: match[1] }]
  })[0]
  const named = said?.limit ?? { kind: 'unknown', resets: armed?.time }
  const saidMarks = said === undefined ? [] : [{ line: said.at + 1, why: 'names the limit and when it ends' }]
  if (armed !== undefined) {
    const mark = { line: armed.at + 1, why: 'waits for the end of a limit and goes on by itself' }
    return { limit: { ...named, armed: true }, marks: [...saidMarks, mark] }
  }
  const asks = dialog?.kind === 'limit-weekly'
  if (asks) return { limit: { ...named, armed: false }, marks: saidMarks }
  const hasFooter = version === undefined || !/^[01]\.|^2\.0\.|^2\.1\.([0-9]|[12]\d|30)$/.test(version)
  if (said === undefined || hasFooter || composer === undefined || !isLast(lines, said.at, composer)) return undefined
  return { limit: { ...named, armed: false }, marks: saidMarks }
}

/** The last line of that kind after the last prompt. */
function findSaid(lines: readonly string[], version: string | undefined) {
  const prompt = lines.findLastIndex((line) => /^❯ \S/.test(line))
  const found = lines.flatMap((text, at) => {
    const [, words] = /^ {2}⎿\s+(.+)$/.exec(text) ?? []
    const limit = words === undefined || at < prompt ? undefined : readLimitText(words, version)
    return limit === undefined ? [] : [{ at, limit }]
  })
  return found.at(-1)
}

function isLast(lines: readonly string[], at: number, composer: FoundComposer): boolean {
  return lines.slice(at + 1, composer.top).every((line) => line === '' || /^\s{40,}\S/.test(line))
}
