interface Cell {
  readonly char: string
  readonly inverse: boolean
  readonly dim: boolean
}

/** A line of a terminal as text, and the two attributes of each character that tell a hint from a draft. */
export interface StyledLine {
  readonly text: string
  readonly cells: readonly Cell[]
}

type Style = Omit<Cell, 'char'>

const escapeByte = String.fromCharCode(27)
const sequence = new RegExp(`${escapeByte}\\[([0-9;:]*)([A-Za-z])`, 'y')
const plain: Style = { inverse: false, dim: false }

/** Whether the capture was made with its attributes (`capture-pane -e`). */
export function hasStyle(capture: string): boolean {
  return capture.includes(`${escapeByte}[`)
}

/** What is drawn, without attributes and without spaces at the ends of lines. */
export function plainCapture(capture: string): string {
  return styledLines(capture)
    .map(({ text }) => text)
    .join('\n')
    .replace(/\n+$/, '')
}

/** The lines of a capture from the top. Attributes run on into the next line until something ends them. */
export function styledLines(capture: string): readonly StyledLine[] {
  let style = plain
  return capture.split('\n').map((line) => {
    const read = readLine(line, style)
    style = read.style
    return read.line
  })
}

function readLine(line: string, before: Style): { line: StyledLine; style: Style } {
  const cells: Cell[] = []
  let style = before
  for (let at = 0; at < line.length; ) {
    sequence.lastIndex = at
    const found = sequence.exec(line)
    if (found === null) {
      cells.push({ char: line[at] ?? '', ...style })
      at += 1
    } else {
      if (found[2] === 'm') style = restyle(style, found[1] ?? '')
      at = sequence.lastIndex
    }
  }
  const text = cells
    .map(({ char }) => char)
    .join('')
    .replace(/[ \t\r]+$/, '')
  return { line: { text, cells }, style }
}

const changes: Readonly<Record<string, Partial<Style>>> = {
  '': plain,
  '0': plain,
  '2': { dim: true },
  '7': { inverse: true },
  '22': { dim: false },
  '27': { inverse: false },
}
const colours = /(^|;)[34]8;(5;\d+|2;\d+;\d+;\d+)/g

function restyle(style: Style, codes: string): Style {
  const known = codes.replace(colours, '').split(';')
  // Only colours: those are no reset, though nothing is left of them.
  const effective = codes !== '' && codes.replace(colours, '') === '' ? [] : known
  return Object.assign({}, style, ...effective.map((code) => changes[code] ?? {}))
}
