/** A stretch of a run; times in seconds since it began. */
export interface Phase {
  readonly name: string
  readonly start: number
  readonly seconds: number
}

const barWidth = 50

/** One line a phase: when it began, how long it took, and a bar that shows both; what lies between phases shows as a gap. */
export function formatWaterfall(phases: readonly Phase[], whole: number): string {
  const width = Math.max(...phases.map(({ name }) => name.length))
  const column = (seconds: number): number => Math.round((seconds / whole) * barWidth)
  const lines = phases.map(({ name, start, seconds }) => {
    const bar = '█'.repeat(Math.max(1, column(start + seconds) - column(start)))
    return `  ${name.padEnd(width)} ${shown(start)} ${shown(seconds)}  ${' '.repeat(column(start))}${bar}`
  })
  return [`  ${'phase'.padEnd(width)}   start seconds`, ...lines].join('\n')
}

/** Sums by phase name of both, so that one sees where the difference lies; the last line is what no phase accounts for. */
export function comparePhases(
  harness: { readonly phases: readonly Phase[]; readonly whole: number },
  byHand: { readonly phases: readonly Phase[]; readonly whole: number },
): string {
  const names = [...new Set([...harness.phases, ...byHand.phases].map(({ name }) => name))]
  const width = Math.max(...names.map((name) => name.length), 'outside all phases'.length)
  const line = (name: string, one: number, other: number): string =>
    `  ${name.padEnd(width)} ${shown(one)} ${shown(other)} ${shown(one - other)}`
  const rows = names
    .map((name) => ({ name, one: sumOf(harness.phases, name), other: sumOf(byHand.phases, name) }))
    .sort((a, b) => b.one - b.other - (a.one - a.other))
    .map(({ name, one, other }) => line(name, one, other))
  return [
    `  ${'phase'.padEnd(width)} harness by hand    more`,
    ...rows,
    line('outside all phases', harness.whole - sumOf(harness.phases), byHand.whole - sumOf(byHand.phases)),
    line('whole', harness.whole, byHand.whole),
  ].join('\n')
}

function sumOf(phases: readonly Phase[], name?: string): number {
  return phases
    .filter((phase) => name === undefined || phase.name === name)
    .reduce((sum, { seconds }) => sum + seconds, 0)
}

const shown = (seconds: number): string => seconds.toFixed(2).padStart(7)
