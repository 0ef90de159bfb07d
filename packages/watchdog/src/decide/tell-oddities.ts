import { fixedRules } from './fixed-rules.js'
import { type Alarm, alarm } from './judgement.js'
import { blindness, known, type Look } from './look.js'
import { tellUndelivered } from './nudge-policy.js'
import type { LoopSource } from './observation.js'

/** What is odd about a loop and no reason to do anything: people are told once. */
export function tellOddities(look: Look): readonly Alarm[] {
  return [
    ...tellBlindness(look),
    ...tellTranscript(look),
    ...tellProcess(look),
    ...tellShapes(look),
    ...tellUndelivered(look),
  ]
}

/** W-16: a sensor that cannot work is told once, not at each of its looks. */
function tellBlindness(look: Look): readonly Alarm[] {
  const long = Object.entries(look.memory.blindSince).filter(
    ([, since]) => look.now.mono - since >= fixedRules.blindAlert,
  )
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

function tellTranscript(look: Look): readonly Alarm[] {
  const texts = {
    shrunk: 'Its transcript has fewer records than before. Keep both versions, and compare them.',
    'model-changed': 'Its conversation goes on with another model than before; stored thinking may be refused.',
  }
  const torn = known(look, 'transcript')?.tornLines ?? 0
  return [
    ...look.memory.oddities.map((odd) =>
      alarm(look, odd, { severity: 'warn', says: 'has an odd transcript', text: texts[odd] }),
    ),
    ...(torn > 0
      ? [
          alarm(look, 'torn', {
            severity: 'info',
            says: 'has torn lines in its transcript',
            text: `${torn} lines are no records.`,
          }),
        ]
      : []),
  ]
}

function tellProcess(look: Look): readonly Alarm[] {
  const process = known(look, 'process')
  if (process?.alive !== true) return []
  return [
    ...(process.executableDeleted
      ? [
          alarm(look, 'replaced', {
            severity: 'warn',
            says: 'runs a program that was replaced on the disk',
            text: 'Its client was updated under it. Pin the version, and restart it at a safe point.',
          }),
        ]
      : []),
    ...(process.residentBytes > fixedRules.residentBytes
      ? [
          alarm(look, 'memory', {
            severity: 'warn',
            says: 'uses much memory',
            text: `${Math.round(process.residentBytes / 2 ** 30)} GiB. Restart it when it is idle.`,
          }),
        ]
      : []),
  ]
}

/** W-08: what nobody knows is logged and never guessed. */
function tellShapes(look: Look): readonly Alarm[] {
  const shapes = (['registry', 'transcript', 'hooks'] as const).flatMap(
    (source) => known(look, source)?.unknownShapes ?? [],
  )
  if (shapes.length === 0) return []
  const text = `Unknown: ${[...new Set(shapes)].slice(0, 10).join(', ')}. Compare the client's version with the known ones.`
  return [alarm(look, 'shapes', { severity: 'info', says: 'has a client that writes unknown things', text })]
}
