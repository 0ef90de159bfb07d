import type { StyledLine } from './styled-line.js'

const top = /^╭─{20,}╮$/
const bottom = /^╰─{20,}╯$/
const side = /^│.*│$/
const rule = '─'.repeat(40)

/**
 * Clients up to 1.0 draw composer and dialogs in a box: this draws the last one as later ones do, a composer between
 * two rules and a dialog below one.
 */
export function withoutFrame(lines: readonly StyledLine[]): readonly StyledLine[] {
  const last = lines.findLastIndex(({ text }) => bottom.test(text))
  const first = lines.slice(0, Math.max(0, last)).findLastIndex(({ text }) => top.test(text))
  const inner = lines.slice(first + 1, last)
  if (first < 0 || inner.length === 0 || !inner.every(({ text }) => side.test(text))) return lines
  const opened = inner.map(({ text, cells }) => ({
    text: text.slice(1, -1).replace(/ +$/, ''),
    cells: cells.slice(1, -1),
  }))
  const isComposer = /^ >/.test(opened[0]?.text ?? '')
  return [
    ...lines.slice(0, first),
    { text: rule, cells: [] },
    ...opened,
    { text: isComposer ? rule : '', cells: [] },
    ...lines.slice(last + 1),
  ]
}
