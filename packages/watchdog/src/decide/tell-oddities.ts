import { fixedRules } from './fixed-rules.js'
import { tellTokens } from './judge-burn.js'
import { type Alarm, alarm } from './judgement.js'
import { blindness, type Look } from './look.js'
import { sighted } from './note-blindness.js'
import { tellUndelivered } from './nudge-policy.js'
import type { LoopSource } from './observation.js'

type Tell = (look: Look) => readonly Alarm[]

/** W-16: a sensor that cannot work is told once, not at each of its looks. */
const tellBlindness: Tell = (look) => {
  const { blindSince } = look.memory
  if (blindSince === sighted) return []
  const long = Object.entries(blindSince).filter(([, since]) => look.now.mono - since >= fixedRules.blindAlert)
  return long.map(([source]) => {
    const { says } = blindness(look, source as LoopSource)
    const minor = source === 'pane' || source === 'work'
    return alarm(look, `blind-${source}`, {
      severity: minor ? 'info' : 'warn',
      says: `has no ${source} sensor`,
      text: says,
    })
  })
}

const oddTexts = {
  shrunk: 'Its transcript has fewer records than before. Keep both versions, and compare them.',
  'model-changed': 'Its conversation goes on with another model than before; stored thinking may be refused.',
}

const tellTranscript: Tell = (look) =>
  look.memory.oddities.map((odd) =>
    alarm(look, odd, { severity: 'warn', says: 'has an odd transcript', text: oddTexts[odd] }),
  )

const tellTornLines: Tell = (look) => {
  const torn = look.known.transcript?.tornLines ?? 0
  if (torn === 0) return []
  const text = `${torn} lines are no records.`
  return [alarm(look, 'torn', { severity: 'info', says: 'has torn lines in its transcript', text })]
}

const tellReplaced: Tell = (look) => {
  const process = look.known.process
  if (process === null || !process.alive || !process.executableDeleted) return []
  const text = 'Its client was updated under it. Pin the version, and restart it at a safe point.'
  return [alarm(look, 'replaced', { severity: 'warn', says: 'runs a program that was replaced on the disk', text })]
}

const tellMemory: Tell = (look) => {
  const process = look.known.process
  if (process === null || !process.alive || process.residentBytes <= fixedRules.residentBytes) return []
  const text = `${Math.round(process.residentBytes / 2 ** 30)} GiB. Restart it when it is idle.`
  return [alarm(look, 'memory', { severity: 'warn', says: 'uses much memory', text })]
}

/** W-08: what nobody knows is logged and never guessed. */
const tellShapes: Tell = (look) => {
  const { registry, transcript, hooks } = look.known
  const shapes = [registry, transcript, hooks].flatMap((seen) => seen?.unknownShapes ?? [])
  if (shapes.length === 0) return []
  const text = `Unknown: ${[...new Set(shapes)].slice(0, 10).join(', ')}. Compare the client's version with the known ones.`
  return [alarm(look, 'shapes', { severity: 'info', says: 'has a client that writes unknown things', text })]
}

/** What is odd about a loop and no reason to do anything: people are told once. */
export const oddities: readonly Tell[] = [
  tellBlindness,
  tellTranscript,
  tellTornLines,
  tellReplaced,
  tellMemory,
  tellShapes,
  tellUndelivered,
  tellTokens,
]
