/** "Did you mean …?" for the nearest known name, undefined when none is near. */
export function nearestOf(name: string, known: readonly string[]): string | undefined {
  const measured = known.map((each) => ({ each, edits: editsBetween(name.toLowerCase(), each.toLowerCase()) }))
  const [nearest] = measured.sort((one, other) => one.edits - other.edits)
  const near = nearest !== undefined && nearest.edits <= Math.max(2, name.length / 3)
  return near ? `Did you mean ${nearest.each}?` : undefined
}

/** Insertions, deletions and replacements; small enough not to load the 30 ms of our YAML reader for it at start-up. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === other[column - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
