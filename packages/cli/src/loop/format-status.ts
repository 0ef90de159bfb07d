import type { LoopStatus } from '@cc-ci/loop-launcher'

/** A table for people: one line per loop, and below it what needs more words. */
export function formatStatus(loops: readonly LoopStatus[], now: Date): string {
  const rows = loops.map((each) => [
    each.loop,
    each.held === undefined ? each.state : `${each.state}, held`,
    each.since === undefined ? '' : age(now.getTime() / 1000 - each.since),
    each.phase === undefined ? '' : `phase ${each.phase}`,
    each.pid === undefined ? '' : `process ${each.pid}`,
    each.model ?? '',
    each.contextPercent === undefined ? '' : `${Math.round(each.contextPercent)} % context`,
  ])
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return loops
    .flatMap((loop, index) => {
      const cells = (rows[index] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0))
      return [
        cells
          .filter((_, column) => widths[column] !== 0)
          .join('  ')
          .trimEnd(),
        ...remarks(loop),
      ]
    })
    .join('\n')
}

function remarks({ detail, held, notices, state, prompted }: LoopStatus): readonly string[] {
  const unprompted = !prompted && ['idle', 'busy', 'background'].includes(state)
  return [
    ...(detail === undefined ? [] : [detail]),
    ...(held === undefined ? [] : [`held: ${held}`]),
    ...(unprompted ? ['has not acknowledged its first prompt'] : []),
    ...notices,
  ].map((line) => `  ${line}`)
}

function age(seconds: number): string {
  if (seconds < 120) return `${Math.max(0, Math.round(seconds))} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`
}
