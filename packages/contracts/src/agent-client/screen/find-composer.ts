import { wordingsOf } from '../client-version.js'
import { composerHints } from './screen-wordings.js'
import type { StyledLine } from './styled-line.js'

/** Where a message can be typed: `hint` is grey text that the client shows in an empty composer, `none` is no composer. */
export type Composer = 'empty' | 'hint' | 'draft' | 'none'

export interface FoundComposer {
  readonly composer: Exclude<Composer, 'none'>
  /** What stands in it, when it is a draft or a hint. */
  readonly text: string
  /** Indices of its two rules. */
  readonly top: number
  readonly bottom: number
}

/** A rule this long is the composer's frame; a table in an answer has shorter ones. */
const ruleLength = 20

/** Footer lines: limits, status lines of a user, permission mode. More is something else below a rule. */
const longestFooter = 10

/** The client draws a no-break space after `❯`; a past prompt has a plain one. Before 2.1 it drew `>`. */
const prompt = /^(❯(\u00a0|$)| ?>([\u00a0 ]|$))/

/** `styled`: the capture has attributes, so grey text can be told from typed text. */
export function findComposer(
  lines: readonly StyledLine[],
  { styled, version }: { readonly styled: boolean; readonly version: string | undefined },
): FoundComposer | undefined {
  const rules = lines.flatMap(({ text }, index) => (isRule(text) ? [index] : []))
  const [top, bottom] = rules.slice(-2)
  if (top === undefined || bottom === undefined) return undefined
  const [first, ...more] = lines.slice(top + 1, bottom)
  const below = lines.slice(bottom + 1).filter(({ text }) => text !== '')
  const start = prompt.exec(first?.text ?? '')?.[0].length
  if (first === undefined || start === undefined || below.length > longestFooter) return undefined
  const text = [first.text.slice(start), ...more.map((line) => line.text)].join('\n').trim()
  if (text === '') return { composer: 'empty', text, top, bottom }
  const hint = styled ? isGrey(first, start) : isKnownHint(text, version)
  return { composer: hint ? 'hint' : 'draft', text, top, bottom }
}

/** Whether the client is known to show this text in an empty composer. */
export function isKnownHint(text: string, version?: string): boolean {
  return wordingsOf(composerHints, version).some((pattern) => pattern.test(text))
}

export function isRule(text: string): boolean {
  return text.length >= ruleLength && /^[─▔]+$/.test(text)
}

/** The first character carries the cursor, inverse; all others are dim. */
function isGrey({ cells }: StyledLine, start: number): boolean {
  const [first, ...rest] = cells.slice(start).filter(({ char }) => char.trim() !== '')
  return first?.inverse === true && rest.length > 0 && rest.every(({ dim }) => dim)
}
