import type { Evidence } from './action.js'
import type { HostFact } from './facts.js'
import { fixedRules } from './fixed-rules.js'
import type { Alarm } from './judgement.js'
import { act, type Round, raise } from './round.js'
import type { CommonMemory, LoopWatch, WatchState } from './watch-state.js'

/** What concerns all loops: disks, sensors of the host, and the terminal server. */
export function judgeHost(
  round: Round,
  loops: readonly LoopWatch[],
): Pick<CommonMemory, 'blindSince' | 'terminals' | 'pending'> {
  raise(round, tellDisk(round))
  raise(round, tellBlindness(round))
  return { blindSince: noteBlindness(round), ...judgeTerminals(round, loops) }
}

function common(key: string, severity: Alarm['severity'], words: { title: string; text: string }): Alarm {
  return { key, loop: null, severity, ...words }
}

function tellDisk({ host, rules: { disk } }: Round): readonly Alarm[] {
  if (host === null) return []
  const told: Alarm[] = []
  if (host.freeBytes < disk.brakeBytes) {
    const text = `${sayFree(host)} Nothing is started or recorded any more.`
    told.push(common('disk-brake', 'page', { title: 'The disk is full', text }))
  }
  if (host.freeBytes < disk.warnBytes) {
    told.push(common('disk', 'warn', { title: 'The disk gets full', text: sayFree(host) }))
  }
  const tasks = host.taskOutputBytes ?? 0
  if (tasks > fixedRules.taskOutputBytes) {
    const text = `${Math.round(tasks / 2 ** 30)} GiB in the client's folder of task outputs.`
    told.push(common('task-outputs', 'warn', { title: 'Outputs of tasks fill the disk', text }))
  }
  return told
}

function sayFree({ freeBytes }: HostFact): string {
  return `${(freeBytes / 2 ** 30).toFixed(1)} GiB are free.`
}

function noteBlindness({ before, host, now }: Round): CommonMemory['blindSince'] {
  const { blindSince } = before.memory
  const completion = before.facts.completion
  return {
    ...(host === null && { host: blindSince.host ?? now.mono }),
    ...(completion?.known === false && { completion: blindSince.completion ?? now.mono }),
  }
}

function tellBlindness({ before, now }: Round): readonly Alarm[] {
  const { host, completion } = before.memory.blindSince
  const why = before.facts.completion?.known === false ? before.facts.completion.why : ''
  return [
    ...(host !== undefined && now.mono - host >= fixedRules.unknownAlert
      ? [
          common('host', 'warn', {
            title: 'The host cannot be seen',
            text: 'Nothing is killed or started until its sensor works.',
          }),
        ]
      : []),
    ...(completion !== undefined && now.mono - completion >= 3600
      ? [
          common('completion', 'warn', {
            title: 'The repository cannot be read',
            text: `Nobody can tell whether the work is done: ${why}`,
          }),
        ]
      : []),
  ]
}

/** A server that is gone below agents that live is rebuilt once; dead agents get theirs with their restart. */
function judgeTerminals(round: Round, loops: readonly LoopWatch[]): Pick<CommonMemory, 'terminals' | 'pending'> {
  const { before, now } = round
  const { terminals, pending } = before.memory
  const lost = loops.flatMap((loop) => serverlessEvidence(loop, now.mono))
  if (lost.length === 0) return { terminals: null, pending }
  const since = terminals ?? { goneSince: now.mono, rebuilt: false }
  const second = now.mono - since.goneSince >= fixedRules.secondLook && lost.some(({ at }) => at.mono > since.goneSince)
  if (since.rebuilt) {
    const late = now.mono - since.goneSince >= fixedRules.stillDownAlert
    if (late)
      raise(round, [
        common('terminals', 'page', {
          title: 'The terminal server is gone',
          text: 'It was rebuilt once, and agents are still out of reach.',
        }),
      ])
    return { terminals: since, pending }
  }
  const forbidden = round.grace || pending !== null || round.host?.leader !== true || before.done.phase !== 'open'
  const fresh = lost.filter(({ at }) => now.mono - at.mono < fixedRules.freshEvidence)
  if (forbidden || !second || fresh.length === 0) return { terminals: since, pending }
  const { id } = act(
    round,
    { kind: 'rebuild-terminals' },
    { why: 'agents live without a terminal server', evidence: fresh },
  )
  return { terminals: { ...since, rebuilt: true }, pending: { actionId: id, kind: 'rebuild-terminals', at: now } }
}

function serverlessEvidence({ name, facts: { pane, runner } }: LoopWatch, now: number): readonly Evidence[] {
  if (pane?.known !== true || pane.value.server !== 'no-server' || now - pane.at.mono > 120) return []
  if (runner?.known !== true || !runner.value.running) return []
  return [{ source: 'pane', says: `${name} runs, and no terminal server answers`, at: pane.at }]
}

/** The host as it was seen last; null when it was not seen for long. */
export function readHost({ facts: { host } }: WatchState, now: number, longest: number): Round['host'] {
  return host?.known === true && now - host.at.mono <= longest ? host.value : null
}
