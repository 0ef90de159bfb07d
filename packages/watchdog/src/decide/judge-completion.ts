import type { Evidence } from './action.js'
import { fixedRules } from './fixed-rules.js'
import type { Alarm } from './judgement.js'
import { act, type Round, raise } from './round.js'
import type { LoopWatch, WatchState } from './watch-state.js'

type Outcome = Pick<WatchState, 'done'> & Pick<WatchState['memory'], 'readingAt' | 'pending'>

/** Two readings that say done, ten minutes apart, on one line of commits, while nobody works: then, once, the teardown. */
export function judgeCompletion(round: Round, loops: readonly LoopWatch[]): Outcome {
  const { before, now, rules } = round
  const { done, memory } = before
  const same = { done, readingAt: memory.readingAt, pending: memory.pending }
  const reading = before.facts.completion
  if (reading === undefined || !reading.known || reading.at.mono === memory.readingAt) return same
  const read = { readingAt: reading.at.mono, pending: memory.pending }
  const { value, at } = reading
  if (!value.done) return { ...read, done: open }
  if (done.phase === 'torn-down') return { ...read, done }
  if (now.mono - at.mono >= fixedRules.freshEvidence || !areQuiet(loops, now.mono)) return same
  if (done.phase === 'open' || done.since === null || !value.descends) {
    return { ...read, done: { phase: 'seen', commit: value.commit, since: at } }
  }
  if (at.mono - done.since.mono < rules.done.apart) return { ...read, done: { ...done, commit: value.commit } }
  if (round.host?.leader !== true || round.grace || memory.pending !== null || loops.some(({ pending }) => pending))
    return same
  const evidence: readonly Evidence[] = [
    { source: 'completion', says: `done by two readings, the last of ${value.commit.slice(0, 12)}`, at },
  ]
  const { id } = act(round, { kind: 'teardown', commit: value.commit }, { why: 'the work is done', evidence })
  return {
    readingAt: reading.at.mono,
    pending: { actionId: id, kind: 'teardown', at: now },
    done: { ...done, phase: 'torn-down', commit: value.commit },
  }
}

/** Key of the notice that all is over. */
export const doneAlert = 'done'

const open: WatchState['done'] = { phase: 'open', commit: null, since: null }

/** Builder and adversary rest, or do not run, and nothing goes on in the background. Unknown is not quiet. */
function areQuiet(loops: readonly LoopWatch[], now: number): boolean {
  const workers = loops.filter(({ role }) => role !== 'orchestrator')
  return workers.length > 0 && workers.every((loop) => isQuiet(loop, now))
}

const ended: ReadonlySet<LoopWatch['state']> = new Set(['OFF', 'DEAD', 'CIRCUIT_OPEN'])

function isQuiet({ state, facts: { hooks, registry } }: LoopWatch, now: number): boolean {
  if (ended.has(state)) return true
  if (state !== 'IDLE' || hooks?.known !== true || registry?.known !== true) return false
  const status = registry.value.own?.status
  return hooks.value.backgroundTasks === 0 && status !== 'shell' && now - registry.at.mono < 60
}

/** A loop that works on after everything was said to be done holds the teardown up: people are told. */
export function tellCompletion(round: Round): void {
  const { done, memory } = round.before
  if (done.phase === 'torn-down' && memory.pending === null) raise(round, [overAndDone(done.commit)])
  if (done.phase !== 'seen' || done.since === null) return
  if (round.now.mono - done.since.mono < 3600 + round.rules.done.apart) return
  const text = 'For more than an hour the work is said to be done, and a loop is still busy or cannot be judged.'
  raise(round, [{ key: 'done-late', loop: null, severity: 'warn', title: 'DONE is not torn down', text }])
}

function overAndDone(commit: string | null): Alarm {
  const text = `Every item was proven; the loops were ended at ${commit ?? 'the last commit'}. The proofs and what is left are in .cc-ci/watchdog/done.md.`
  return { key: doneAlert, loop: null, severity: 'page', title: 'The work is done', text }
}
