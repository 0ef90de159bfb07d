import { fixedRules } from './fixed-rules.js'
import type { Judge, Judgement } from './judgement.js'
import { alarm } from './judgement.js'
import { blindness, type Look, pastTime, witness } from './look.js'
import { blindPrimaries } from './note-blindness.js'

/** What was decided runs; and after its end, whatever was seen before it says nothing any more. */
export const judgePending: Judge = (look) => {
  const { pending } = look.loop
  if (pending?.kind === 'restart' || pending?.kind === 'yield') {
    return {
      state: 'RESTARTING',
      evidence: [{ source: 'watchdog', says: `${pending.kind} is under way`, at: pending.at }],
    }
  }
  const { freshAfter } = look.memory
  const runner = look.loop.facts.runner
  if (freshAfter === null || (runner !== undefined && runner.at.mono > freshAfter)) return null
  return {
    state: look.loop.state === 'RESTARTING' ? 'RESTARTING' : look.loop.state,
    evidence: [{ source: 'watchdog', says: 'waits for a look after the last action', at: look.now }],
  }
}

export const judgeSensors: Judge = (look) => {
  const { unknownSince } = look.memory
  if (unknownSince === null) return null
  const evidence = blindPrimaries(look).map((source) => blindness(look, source))
  return unknown(look, evidence, unknownSince)
}

/** Says that nothing can be said; five minutes of it are told. */
export function unknown(look: Look, evidence: Judgement['evidence'], since: number): Judgement {
  const left = since + fixedRules.unknownAlert - look.now.mono
  const text = evidence.map(({ source, says }) => `${source}: ${says}`).join('; ')
  const told = alarm(look, 'unknown', { severity: 'warn', says: 'cannot be judged', text })
  return {
    state: 'UNKNOWN',
    evidence,
    ...(left <= 0 && { alarms: [told] }),
    ...(left > 0 && { wish: { kind: 'wait', what: 'alert', at: look.now.wall + left } }),
  }
}

export const judgeOff: Judge = (look) => {
  const runner = look.known.runner
  if (runner === null) return null
  if (runner.stopping) return { state: 'OFF', evidence: [witness(look, 'runner', 'it is to stay ended')] }
  if (!runner.running && runner.runId === null) {
    return { state: 'OFF', evidence: [witness(look, 'runner', 'it was never started')] }
  }
  return null
}

export const judgeHeld: Judge = (look) => judgeHeldByCommand(look) ?? judgeStopped(look) ?? judgeTyping(look)

const judgeHeldByCommand: Judge = (look) => {
  const held = look.known.runner?.held ?? null
  return held === null ? null : { state: 'HELD', evidence: [witness(look, 'runner', `it is held: ${held}`)] }
}

const judgeStopped: Judge = (look) => {
  if (look.known.runner?.running === false || look.known.process?.state !== 'T') return null
  const long = look.loop.state === 'HELD' && look.now.mono - look.loop.since.mono >= fixedRules.heldAlert
  const told = alarm(look, 'stopped', {
    severity: 'warn',
    says: 'is stopped by a signal',
    text: 'Its process is in state T. Let it go on with SIGCONT, or stop the loop.',
  })
  const evidence = [witness(look, 'process', 'a signal has stopped it (state T)')]
  return { state: 'HELD', evidence, ...(long && { alarms: [told] }) }
}

const judgeTyping: Judge = (look) => {
  const pane = look.known.pane
  if (pane === null || pane.typedAt === null || pane.viewers === 0) return null
  const until = pastTime(look, pane.typedAt) + look.rules.quietAfterTyping
  if (until <= look.now.wall) return null
  return {
    state: 'HELD',
    evidence: [witness(look, 'pane', 'a person who looks at it typed just now')],
    wish: { kind: 'wait', what: 'judged again', at: until },
  }
}

/** Never two owners: whoever else has the conversation, or writes into it, freezes the loop. */
export const judgeForeign: Judge = (look) => judgeOwners(look) ?? judgeOrphan(look) ?? judgeGrowth(look)

const judgeOwners: Judge = (look) => {
  const others = look.known.registry?.others ?? []
  if (others.length === 0) return null
  const names = others.map(({ pid, how }) => `process ${pid} (by ${how})`).join(', ')
  const seen = witness(look, 'registry', `${names} has its conversation, or may have it`)
  const runner = look.known.runner
  if (runner?.running !== true) {
    const text = `${names} has its conversation. It is only watched; it is taken over ${look.rules.takeOverAfter} s after that ends.`
    return {
      state: 'FOREIGN',
      evidence: [seen],
      alarms: [alarm(look, 'foreign', { severity: 'warn', says: 'runs in a session that a person started', text })],
    }
  }
  const evidence = [seen, witness(look, 'runner', 'our own agent runs too')]
  const { startedAt } = runner
  const younger = startedAt !== null && others.every((other) => other.startedAt !== null && other.startedAt < startedAt)
  const text = `${names} has its conversation, and so has ours. ${younger ? 'Ours is younger and ends.' : 'Nothing is done until one of them ends.'}`
  const told = alarm(look, 'foreign', { severity: 'page', says: 'has two owners', text })
  return { state: 'FOREIGN', evidence, alarms: [told], ...(younger && { wish: { kind: 'yield' } }) }
}

/** Its runner is gone, and the agent that it began lives on. */
const judgeOrphan: Judge = (look) => {
  const { downSince } = look.memory
  const process = look.fresh.process
  if (downSince === null || process?.value.alive !== true || process.at.mono <= downSince) return null
  const text = 'Nothing is started beside it. End that process, or stop the loop.'
  return {
    state: 'FOREIGN',
    evidence: [
      witness(look, 'process', 'our agent lives on without its runner'),
      witness(look, 'runner', 'its lock is free'),
    ],
    alarms: [alarm(look, 'foreign', { severity: 'page', says: 'has an agent without a runner', text })],
  }
}

/** W-36: the registry may miss a second client; the transcript does not. */
const judgeGrowth: Judge = (look) => {
  if ((look.memory.strangeGrowth?.times ?? 0) < 2) return null
  const text = 'Records come into its transcript while its own agent is idle. Find the other client and end it.'
  return {
    state: 'FOREIGN',
    evidence: [
      witness(look, 'transcript', 'it grew twice by somebody else'),
      witness(look, 'registry', 'our own agent was idle all the time'),
    ],
    alarms: [alarm(look, 'foreign', { severity: 'page', says: 'is written to by somebody else', text })],
  }
}
