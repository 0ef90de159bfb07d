import type { Instant } from '../../decide/instant.js'
import type { LoopFacts, LoopSource, Observation, Sensed } from '../../decide/observation.js'

/** What the look found, or why it found nothing: a failed look is unknown, never a finding. */
export async function sense<Value>(now: Instant, look: () => Promise<Value> | Value): Promise<Sensed<Value>> {
  try {
    return { known: true, value: await look(), at: now }
  } catch (error) {
    return { known: false, why: firstLine(error), at: now }
  }
}

/** What one sensor says of one loop. */
export async function senseLoop<Source extends LoopSource>(
  { source, loop, now }: { source: Source; loop: string; now: Instant },
  look: () => Promise<LoopFacts[Source]> | LoopFacts[Source],
): Promise<Observation> {
  return { source, loop, sensed: await sense(now, look) } as Observation
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.trim().split('\n')[0] ?? ''
}
