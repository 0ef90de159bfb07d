/** The colours of the client's dark theme, by what they mean there; detectors may at most take them for a hint. */
export const ink = {
  dim: '38;5;246',
  rule: '38;5;244',
  text: '38;5;231',
  error: '38;5;220',
  alarm: '38;5;211',
  accent: '38;5;174',
  link: '38;5;153',
  bold: '1',
  prompt: '48;5;237',
} as const

export function paint(text: string, ...codes: readonly string[]): string {
  return `\x1b[${codes.join(';')}m${text}\x1b[0m`
}

/** How many columns a text takes, its colours aside. */
export function widthOf(text: string): number {
  return [
    ...text
      .split('\x1b[')
      .map((part, index) => (index === 0 ? part : part.slice(part.indexOf('m') + 1)))
      .join(''),
  ].length
}

/** Breaks text into lines of at most so many columns, at spaces where there are some. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(1, width)))
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = []
  let rest = line
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width)
    const at = space > 0 ? space : width
    lines.push(rest.slice(0, at))
    rest = rest.slice(space > 0 ? at + 1 : at)
  }
  return [...lines, rest]
}
