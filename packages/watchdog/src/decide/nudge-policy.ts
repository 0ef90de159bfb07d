import { fixedRules } from './fixed-rules.js'
import type { Wish } from './judgement.js'
import { alarm } from './judgement.js'
import type { Look } from './look.js'
import { restedTwice } from './note-loop.js'
import { act, nextId, type Round, raise } from './round.js'
import type { LoopWatch } from './watch-state.js'

type Nudge = Wish & { kind: 'nudge' }
type Next = LoopWatch['next']
export type Patch = Partial<Omit<LoopWatch, 'memory'>> & { readonly memory?: Partial<LoopWatch['memory']> }

/** What did not arrive may be said again, but not for ever. */
const attempts = 3
/** Seconds. */
const unmovedAfter = 1800
/** Of each cause: its newest key is the one that may come up again. */
const remembered = 16

/** Says it, or says what has to happen first. */
export function nudge(round: Round, look: Look, wish: Nudge, evidence: LoopWatch['evidence']): Patch {
  const key = freeKey(look, wish)
  if (key === null) {
    raise(round, tellUnmoved(look, wish))
    return { next: null }
  }
  const wait = tooEarly(round, wish) ?? forbidden(look) ?? overBudget(look, wish)
  if (wait !== null) return { next: wait }
  const id = nextId(round)
  const { name } = look.loop
  const why = `${name}: ${wish.cause} (${wish.subject})`
  act(round, { kind: 'nudge', loop: name, nudgeId: id, text: wish.text(id), cause: wish.cause }, { why, evidence, id })
  if (wish.cause === 'limit') round.setOffAt = round.now.wall
  const { spentKeys, limit } = look.memory
  return {
    pending: { actionId: id, kind: 'nudge', at: round.now },
    nudges: [...look.loop.nudges, { at: round.now.wall, key, id, answered: false }],
    next: null,
    memory: {
      spentKeys: remember(spentKeys, key, wish.cause),
      ...(wish.cause === 'limit' && limit !== null && { limit: { ...limit, probes: limit.probes + 1 } }),
    },
  }
}

/** A key is used once; when its message did not arrive, the next attempt has a number. */
function freeKey({ memory, loop }: Look, { cause, subject }: Pick<Nudge, 'cause' | 'subject'>): string | null {
  const base = `${cause}:${subject}`
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const key = attempt === 1 ? base : `${base}~${attempt}`
    if (!memory.spentKeys.includes(key)) return key
    if (loop.nudges.find((sent) => sent.key === key)?.answered !== false) return null
  }
  return null
}

function remember(keys: readonly string[], key: string, cause: string): readonly string[] {
  const same = keys.filter((each) => each.startsWith(`${cause}:`))
  const oldest = same.length < remembered ? undefined : same[0]
  return [...keys.filter((each) => each !== oldest), key]
}

/** Whether all that may be said about it was said. */
export function isSaid(look: Look, about: Pick<Nudge, 'cause' | 'subject'>): boolean {
  return freeKey(look, about) === null
}

/** A message arrived, and nothing came of it. */
function tellUnmoved(look: Look, { cause, subject }: Nudge) {
  const base = `${cause}:${subject}`
  const sent = look.loop.nudges.findLast(({ key }) => key.startsWith(base))
  if (sent !== undefined && look.now.wall - sent.at < unmovedAfter) return []
  const text = `What could be said about ${cause} was said, and nothing came of it. Look at its terminal.`
  return [alarm(look, 'unmoved', { severity: 'warn', says: 'does not go on', text })]
}

/** The last attempt at a message failed, and none arrived since. */
export function tellUndelivered(look: Look) {
  const last = look.loop.nudges.at(-1)
  if (last === undefined || last.answered || look.loop.pending !== null || !last.key.endsWith(`~${attempts}`)) return []
  const text = `A message was written ${attempts} times and never arrived. Look at its terminal.`
  return [alarm(look, 'undelivered', { severity: 'warn', says: 'does not take messages', text })]
}

function tooEarly(round: Round, { cause, from }: Nudge): Next {
  const { now, account, before, rules } = round
  if (from > now.wall) return { what: 'nudge', at: from }
  if (before.done.phase !== 'open') return { what: 'nothing, because the work is said to be done', at: now.wall }
  if (round.grace) return { what: 'nudge, when its age is known again', at: now.wall + fixedRules.grace }
  if (account.limit !== null)
    return { what: 'nudge, after the limit of the account', at: account.limit.until + fixedRules.unarmed }
  const turn = (round.setOffAt ?? Number.NEGATIVE_INFINITY) + rules.stagger
  return cause === 'limit' && turn > now.wall ? { what: 'nudge, one loop after the other', at: turn } : null
}

/** All that forbids typing, whatever is to be said. */
function forbidden(look: Look): Next {
  const why =
    look.loop.pending === null ? (forbiddenByTurn(look) ?? forbiddenByPane(look)) : 'the last action has no result yet'
  return why === null ? null : { what: `nudge, but ${why}`, at: look.now.wall + look.rules.tick }
}

function forbiddenByTurn(look: Look): string | null {
  if (look.turn.waitingFor !== null) return 'it waits for an answer'
  if ((look.known.hooks?.backgroundTasks ?? 0) > 0) return 'background tasks run'
  return restedTwice(look) ? null : 'it must be seen idle twice'
}

/** A screen can forbid typing, and never permits it alone. */
function forbiddenByPane(look: Look): string | null {
  const pane = look.fresh.pane?.value
  if (pane === undefined) return 'its screen cannot be seen'
  if (pane.server === 'headless') return null
  if (pane.dialog !== null) return 'a dialog is open'
  if (pane.turn !== 'idle' || pane.retry !== null) return `its screen looks ${pane.turn}`
  return pane.composer === 'empty' || pane.composer === 'hint'
    ? null
    : `its composer has ${pane.composer === 'draft' ? 'a draft' : 'no place'}`
}

function overBudget({ loop, now, rules: { nudges: budget } }: Look, { cause }: Nudge): Next {
  const times = loop.nudges.map(({ at }) => at)
  const last = times.at(-1)
  // News of another loop may not wait: the caps per hour and day hold for it, the distance does not.
  if (cause !== 'hand-over' && last !== undefined && now.wall - last < budget.apart) {
    return { what: 'nudge', at: last + budget.apart }
  }
  return (
    spent(times, { count: budget.perHour, seconds: 3600, now: now.wall }) ??
    spent(times, { count: budget.perDay, seconds: fixedRules.day, now: now.wall })
  )
}

function spent(
  times: readonly number[],
  { count, seconds, now }: { count: number; seconds: number; now: number },
): Next {
  const within = times.filter((at) => now - at < seconds)
  const oldest = within.at(-count)
  return oldest === undefined ? null : { what: 'nudge, when its budget allows', at: oldest + seconds }
}
