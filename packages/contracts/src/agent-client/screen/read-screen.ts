import { type StyledLine, styledLine } from './styled-line.js'

/** Where a message can be typed: `hint` is grey text that the client shows in an empty composer, `none` is no composer. */
export type Composer = 'empty' | 'hint' | 'draft' | 'none'

export interface Dialog {
  readonly kind: 'trust' | 'bypass' | 'api-key' | 'permission' | 'limit' | 'resume' | 'rewind' | 'unknown'
  /** The label under the cursor; Enter would choose it. */
  readonly cursor: string | undefined
}

export interface Screen {
  readonly composer: Composer
  /** What stands in the composer, when it is a draft. */
  readonly draft: string
  readonly dialog: Dialog | undefined
}

const kinds: readonly (readonly [Dialog['kind'], RegExp])[] = [
  ['trust', /quick safety check|do you trust the files/i],
  ['bypass', /bypass permissions mode/i],
  ['api-key', /custom api key/i],
  ['limit', /stop and wait for limit/i],
  ['permission', /do you want to (proceed|make this edit|create|allow)/i],
  ['resume', /resume (from|the) (a )?summary|resume full session/i],
  ['rewind', /\brewind\b/i],
]

/** A rule this long is the composer's frame; a table in an answer has shorter ones. */
const ruleLength = 20
const prompt = '❯\u00a0'

/**
 * Reads a capture with its colours (`capture-pane -p -e`). What is on screen can forbid typing and never permits it
 * alone; words of answers and errors are not looked at.
 */
export function readScreen(capture: string): Screen {
  const lines = capture.replace(/\s+$/, '').split('\n').map(styledLine)
  const composer = findComposer(lines)
  if (composer !== undefined) return { ...composer, dialog: undefined }
  return { composer: 'none', draft: '', dialog: findDialog(lines.map(({ text }) => text)) }
}

function findComposer(lines: readonly StyledLine[]): { composer: Composer; draft: string } | undefined {
  const rules = lines.flatMap(({ text }, index) => (isRule(text) ? [index] : []))
  const [top, bottom] = rules.slice(-2)
  if (top === undefined || bottom === undefined) return undefined
  const [first, ...more] = lines.slice(top + 1, bottom)
  if (!first?.text.startsWith(prompt)) return undefined
  const draft = [first.text.slice(prompt.length), ...more.map(({ text }) => text)].join('\n').trim()
  if (draft === '') return { composer: 'empty', draft: '' }
  return isHint(first) ? { composer: 'hint', draft: '' } : { composer: 'draft', draft }
}

function isRule(text: string): boolean {
  return text.length >= ruleLength && /^─+$/.test(text)
}

/** The first character carries the cursor, inverse; all others are dim. */
function isHint({ cells }: StyledLine): boolean {
  const [first, ...rest] = cells.slice(prompt.length).filter(({ char }) => char.trim() !== '')
  return first?.inverse === true && rest.length > 0 && rest.every(({ dim }) => dim)
}

function findDialog(lines: readonly string[]): Dialog | undefined {
  const bottom = lines.slice(-20)
  const text = bottom.join('\n')
  const cursor = bottom.find((line) => /^\s+❯ \S/.test(line))
  const confirms = /Enter to (confirm|continue)/.test(text)
  if (!confirms && !(cursor !== undefined && /^\s+(❯ )?\d+\. /m.test(text))) return undefined
  const [kind] = kinds.find(([, pattern]) => pattern.test(text)) ?? ['unknown']
  return { kind, cursor: cursor?.trim().slice(2) }
}
