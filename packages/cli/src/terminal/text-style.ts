/** What a stream can show. */
export interface TextStyle {
  readonly colour: boolean
  /** Columns that a line may have. */
  readonly width: number
}

interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
}

type Environment = Readonly<Record<string, string | undefined>>

/** Colour only on a terminal, and never against NO_COLOR (no-color.org: set and not empty) or on a dumb one. */
export function textStyle({ isTTY, columns }: Screen, { NO_COLOR, TERM }: Environment): TextStyle {
  const colour = isTTY === true && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb'
  return { colour, width: isTTY === true && columns ? columns : 80 }
}

/** Where lines are to be wrapped: nowhere but on a terminal, so that a log keeps one thing on one line. */
export function terminalWidth({ isTTY, columns }: Screen): number {
  return isTTY === true ? columns || 80 : Number.POSITIVE_INFINITY
}
