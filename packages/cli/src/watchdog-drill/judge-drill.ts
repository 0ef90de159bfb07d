import type { Action, JournalLine } from '@cc-ci/watchdog'
import type { Drill, Step } from './drill.js'

export interface DrillJudgement {
  /** What must happen and has not happened yet. */
  readonly missing: readonly Step[]
  /** What was done though it may not be, or oftener than it may be. */
  readonly tooMuch: readonly string[]
  /** When the last of the steps came (wall clock, epoch seconds); null while some are missing. */
  readonly metAt: number | null
}

/** Compares what the watchdog wrote down since the fault with what it must do. */
export function judgeDrill({ steps, allows }: Drill, lines: readonly JournalLine[]): DrillJudgement {
  const actions = new Map<string, Action>()
  const left = [...steps]
  const counts = new Map<Action['kind'], number>()
  let metAt: number | null = null
  for (const line of lines) {
    if (line.kind === 'intended') {
      actions.set(line.action.id, line.action)
      counts.set(line.action.kind, (counts.get(line.action.kind) ?? 0) + 1)
    }
    const [next] = left
    if (next === undefined || !isMet(next, line, actions)) continue
    left.shift()
    if (left.length === 0) metAt = line.at.wall
  }
  const tooMuch = [...counts].flatMap(([kind, count]) => {
    const allowed = allows[kind] ?? 0
    return count > allowed ? [`${kind} was done ${count} times, ${allowed} allowed`] : []
  })
  return { missing: left, tooMuch, metAt }
}

function isMet(step: Step, line: JournalLine, actions: ReadonlyMap<string, Action>): boolean {
  if ('sees' in step) return line.kind === 'changed' && line.to === step.sees
  if (line.kind !== 'finished' || line.result.outcome !== 'done') return false
  const action = actions.get(line.result.actionId)
  return action !== undefined && isMeant(step, action)
}

function isMeant(step: Exclude<Step, { sees: unknown }>, action: Action): boolean {
  if (action.kind !== step.does) return false
  if (action.kind === 'restart') return step.conversation === undefined || action.conversation === step.conversation
  return action.kind !== 'alert' || step.key === undefined || step.key.test(action.key)
}

/** For people. */
export function describeStep(step: Step): string {
  if ('sees' in step) return `it was never seen ${step.sees}`
  return `${step.does}${step.conversation === undefined ? '' : ` (${step.conversation})`} was never done`
}
