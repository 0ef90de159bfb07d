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

const escapeByte = String.fromCharCode(27)
const sequence = new RegExp(`${escapeByte}\\[([0-9;:]*)([A-Za-z])`, 'y')

/** Attributes do not run on from the line before: terminals repeat them per line where they matter to us. */
export function styledLine(line: string): StyledLine {
  const cells: Cell[] = []
  let style = { inverse: false, dim: false }
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
  return { text, cells }
}

type Style = Omit<Cell, 'char'>

const changes: Readonly<Record<string, Partial<Style>>> = {
  '': { inverse: false, dim: false },
  '0': { inverse: false, dim: false },
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
