import type { LoopStatus, TokenCount } from '@cc-ci/loop-launcher'
import type { Gate } from './read-gate.js'

export interface ShownStatus extends LoopStatus {
  /** Of all conversations that the loop has had. */
  readonly tokens: TokenCount
}

/** A table for people: one line per loop, and below it what needs more words; at the end, the current phase. */
export function formatStatus(
  loops: readonly ShownStatus[],
  { now, gate }: { readonly now: Date; readonly gate: Gate | undefined },
): string {
  const rows = loops.map((each) => [
    each.loop,
    each.held === undefined ? each.state : `${each.state}, held`,
    each.since === undefined ? '' : age(now.getTime() / 1000 - each.since),
    each.phase === undefined ? '' : `phase ${each.phase}`,
    each.pid === undefined ? '' : `process ${each.pid}`,
    ...usage(each),
  ])
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const table = loops.flatMap((loop, index) => {
    const cells = (rows[index] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0))
    return [
      cells
        .filter((_, column) => widths[column] !== 0)
        .join('  ')
        .trimEnd(),
      ...remarks(loop, now),
    ]
  })
  return [...table, ...(gate === undefined ? [] : [describeGate(gate)])].join('\n')
}

function usage({ model, contextPercent, tokens }: ShownStatus): readonly string[] {
  return [
    model ?? '',
    contextPercent === undefined ? '' : `${Math.round(contextPercent)} % context`,
    tokens.output === 0 ? '' : `${amount(tokens.output)} tokens written`,
  ]
}

function describeGate({ phase, title, items, claimed, passed }: Gate): string {
  return `Phase ${phase}, ${title}: ${passed} of ${items} items passed, ${claimed} claimed.`
}

function remarks({ detail, held, limits, notices, state, prompted }: LoopStatus, now: Date): readonly string[] {
  const ahead = limits.filter(({ resetsAt }) => resetsAt * 1000 > now.getTime())
  const unprompted = !prompted && ['idle', 'busy', 'background'].includes(state)
  return [
    ...(detail === undefined ? [] : [detail]),
    ...(held === undefined ? [] : [`held: ${held}`]),
    ...(unprompted ? ['has not acknowledged its first prompt'] : []),
    ...ahead.map(
      ({ window, usedPercent, resetsAt }) =>
        `limit ${window}: ${Math.round(usedPercent)} % used, begins anew in ${age(resetsAt - now.getTime() / 1000)}`,
    ),
    ...notices,
  ].map((line) => `  ${line}`)
}

function age(seconds: number): string {
  if (seconds < 120) return `${Math.max(0, Math.round(seconds))} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`
}

function amount(tokens: number): string {
  if (tokens < 10_000) return String(tokens)
  return tokens < 10_000_000 ? `${Math.round(tokens / 1000)} k` : `${Math.round(tokens / 1_000_000)} M`
}
