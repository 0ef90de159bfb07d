import { fixedRules } from './fixed-rules.js'
import { unknown } from './judge-presence.js'
import type { Judge, Judgement } from './judgement.js'
import { alarm } from './judgement.js'
import { type Look, pastTime, witness } from './look.js'
import type { Turn } from './turn.js'

/** A busy agent is left alone, unless its screen froze or its turn is far too long with nothing alive below it. */
export const judgeBusy: Judge = (look) => {
  const { turn } = look
  if (turn.is !== 'busy') return null
  if (screenContradicts(look, turn)) {
    const since = look.loop.state === 'UNKNOWN' ? look.loop.since.mono : look.now.mono
    return unknown(look, [turn.evidence, witness(look, 'pane', 'its screen looks idle since')], since)
  }
  return (
    judgeFrozen(look) ?? judgeLongTurn(look) ?? judgeUninterrupted(look) ?? { state: 'BUSY', evidence: [turn.evidence] }
  )
}

/** Events may be lost: without a registry, a screen that rests after the last one leaves the turn open to doubt. */
function screenContradicts(look: Look, { evidence, since }: Turn): boolean {
  const { pane } = look.fresh
  if (evidence.source !== 'hooks' || pane?.value.turn !== 'idle') return false
  return pane.at.wall - (since ?? 0) >= fixedRules.secondLook
}

/** The spinner was seen to move in this spell, and then three looks in three minutes found the same screen. */
const judgeFrozen: Judge = (look) => {
  const { screen } = look.memory
  const pane = look.fresh.pane
  if (screen === null || pane === null || !screen.moved) return null
  const still = pane.at.mono - Math.max(screen.stillSince, lastProgress(look))
  const drawn = pane.value.drawnAt
  if (still < fixedRules.stillScreen || (drawn !== null && pane.at.wall - drawn < fixedRules.stillScreen)) return null
  const process = look.known.process
  if (process === null || !process.alive) return null
  const evidence = [
    witness(look, 'registry', 'its status is busy'),
    witness(look, 'pane', `its screen stands still for ${Math.round(still / 60)} min, and moved before`),
    witness(look, 'process', describeShare(look)),
  ]
  if (isHung(look, still)) return { state: 'HUNG', evidence, wish: endFrozen(look) }
  return { state: 'SUSPECT_HUNG', evidence, wish: watchOn(look, still) }
}

function isHung(look: Look, still: number): boolean {
  const looks = look.memory.screen?.looks ?? 0
  if (looks < fixedRules.stillLooks) return false
  const spins = (look.memory.processor?.share ?? 0) >= fixedRules.spinning
  return still >= look.rules.frozen || (spins && still >= Math.min(fixedRules.stillLooksWithin, look.rules.frozen))
}

function endFrozen(look: Look): Judgement['wish'] & object {
  if (look.memory.diagnosedAt === null) return { kind: 'diagnose' }
  return { kind: 'restart', counter: 'hung', conversation: 'resume' }
}

function watchOn(look: Look, still: number): Judgement['wish'] & object {
  if (look.memory.diagnosedAt === null && still >= fixedRules.stillLooksWithin) return { kind: 'diagnose' }
  return { kind: 'wait', what: 'judged hung', at: look.now.wall + Math.max(look.rules.frozen - still, 0) }
}

function describeShare({ memory }: Look): string {
  const share = memory.processor?.share ?? null
  return share === null ? 'it lives' : `it lives and takes ${Math.round(share * 100)} % of a core`
}

/** Monotonic second of the last record or event; a frozen screen with these is an odd screen, no hung agent. */
function lastProgress(look: Look): number {
  const { transcript, hooks } = look.known
  return Math.max(monoOf(look, transcript?.grewAt ?? 0), monoOf(look, hooks?.last?.at ?? 0))
}

function monoOf(look: Look, wall: number): number {
  return look.now.mono - Math.max(look.now.wall - pastTime(look, wall), 0)
}

/** W-07: long is not stale. Told at its limit and at 1.5 of it; at twice, and only with no process below it, one Escape. */
const judgeLongTurn: Judge = (look) => {
  const { busySince, interruptedAt } = look.memory
  if (busySince === null) return null
  const silent = look.now.mono - Math.max(busySince, lastProgress(look))
  const limit = look.rules.longTurn
  if (silent < limit) return null
  const evidence = [
    witness(look, 'registry', 'its status is busy'),
    witness(look, 'transcript', `no record for ${Math.round(silent / 60)} min`),
  ]
  const late = silent >= 1.5 * limit
  const text = `No record for ${Math.round(silent / 60)} min; its screen still moves or was never seen to move.`
  const alarms = [
    alarm(look, late ? 'long-turn-late' : 'long-turn', {
      severity: late ? 'warn' : 'info',
      says: 'has a long turn',
      text,
    }),
  ]
  if (interruptedAt !== null)
    return { state: 'BUSY', evidence, alarms: [...alarms, ...tellUninterrupted(look, interruptedAt)] }
  const process = look.known.process
  if (silent < 2 * limit || process === null || process.children > 0) return { state: 'BUSY', evidence, alarms }
  const childless = witness(look, 'process', 'it has no process below it')
  return { state: 'BUSY', evidence: [...evidence, childless], alarms, wish: { kind: 'interrupt' } }
}

/** After a gap its silence counts anew. That it did not end its turn when it was told to stays true. */
const judgeUninterrupted: Judge = (look) => {
  const { interruptedAt } = look.memory
  if (interruptedAt === null || lastProgress(look) > interruptedAt) return null
  const evidence = [witness(look, 'registry', 'its status is busy')]
  return { state: 'BUSY', evidence, alarms: tellUninterrupted(look, interruptedAt) }
}

function tellUninterrupted(look: Look, at: number) {
  if (look.now.mono - at < 60) return []
  const text = 'It was interrupted with one Escape and is still busy. Look at it.'
  return [alarm(look, 'uninterrupted', { severity: 'page', says: 'does not end its turn', text })]
}
