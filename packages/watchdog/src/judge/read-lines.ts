import type { Mark } from '@cc-ci/contracts/agent-client'

interface LineState {
  readonly tornLines: number
  readonly unknownShapes: readonly string[]
}

/** Reads line by line, and marks those that are torn and those that hold something nobody knows. */
export function readLines<State extends LineState>(
  text: string,
  reader: { readonly empty: State; readonly read: (state: State, line: string) => State },
): { readonly state: State; readonly marks: readonly Mark[] } {
  let state = reader.empty
  const marks: Mark[] = []
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    const next = reader.read(state, line)
    if (next.tornLines > state.tornLines) marks.push({ line: index + 1, why: 'torn: no record' })
    const added = next.unknownShapes.filter((shape) => !state.unknownShapes.includes(shape))
    marks.push(...added.map((shape) => ({ line: index + 1, why: `not known: ${shape}` })))
    state = next
  }
  return { state, marks }
}
