/** One line of a Markdown text, and whether a reader of the rendered page would see it as Markdown. */
export interface MarkdownLine {
  /** From 1. */
  readonly number: number
  /** Without its line end. */
  readonly text: string
  readonly end: '\n' | '\r\n' | ''
  /** Part of the front matter, of a code block or of an HTML comment: nothing in it is a heading or a table. */
  readonly hidden: boolean
}

/** What a line begins in: prose, a comment that has not ended, or a code block with the fence that began it. */
type Surroundings = 'prose' | 'comment' | 'front matter' | { readonly fence: string }

export interface MarkdownText {
  /** Joined again with their ends they are the same text, byte for byte. */
  readonly lines: readonly MarkdownLine[]
  /** Where a code block or a comment begins that never ends, from 1: whatever stands below is part of it. */
  readonly unclosedAt: number | undefined
}

export function readLines(text: string): MarkdownText {
  const lines: MarkdownLine[] = []
  let openedAt = 1
  let around: Surroundings = /^---\s*\n/.test(text) && /\n---\s*(\n|$)/.test(text) ? 'front matter' : 'prose'
  for (const whole of text.split(/(?<=\n)/)) {
    if (whole === '') continue
    const end = endOf(whole)
    const content = whole.slice(0, whole.length - end.length)
    const number = lines.length + 1
    const step = stepOver(content, around, number)
    lines.push({ number, text: content, end, hidden: step.hidden })
    if (around === 'prose') openedAt = number
    around = step.next
  }
  return { lines, unclosedAt: around === 'prose' ? undefined : openedAt }
}

function endOf(line: string): MarkdownLine['end'] {
  if (line.endsWith('\r\n')) return '\r\n'
  return line.endsWith('\n') ? '\n' : ''
}

interface Step {
  readonly hidden: boolean
  readonly next: Surroundings
}

function stepOver(content: string, around: Surroundings, number: number): Step {
  if (around === 'front matter') return { hidden: true, next: afterFrontMatter(content, number) }
  if (around === 'comment') return { hidden: true, next: opensComment(content, true) ? 'comment' : 'prose' }
  if (around !== 'prose') return { hidden: true, next: closesFence(content, around.fence) ? 'prose' : around }
  const fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(content)?.[1]
  if (fence !== undefined) return { hidden: true, next: { fence } }
  const next = opensComment(content, false) ? 'comment' : 'prose'
  return { hidden: /^ {0,3}<!--/.test(content) || /^(?: {4}| {0,3}\t)/.test(content), next }
}

function afterFrontMatter(content: string, number: number): Surroundings {
  return number > 1 && /^---\s*$/.test(content) ? 'prose' : 'front matter'
}

function closesFence(content: string, fence: string): boolean {
  const [, marks = ''] = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(content) ?? []
  return marks.startsWith(fence)
}

/** Whether a comment is still open at the end of the line; one in a code span or behind a backslash is none. */
function opensComment(content: string, inside: boolean): boolean {
  let open = inside
  let rest = content
  for (;;) {
    if (open) {
      const end = rest.indexOf('-->')
      if (end === -1) return true
      rest = rest.slice(end + 3)
      open = false
    }
    const start = commentStart(rest)
    if (start === undefined) return false
    rest = rest.slice(start + 4)
    open = true
  }
}

function commentStart(text: string): number | undefined {
  for (const match of text.matchAll(/(`+)[^`](?:.*?[^`])?\1(?!`)|\\.|<!--/g))
    if (match[0] === '<!--') return match.index
  return undefined
}
