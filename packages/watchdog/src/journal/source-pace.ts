import type { CommonSource, LoopSource } from '../decide/observation.js'
import type { Pace } from '../ports/sensors.js'

/** How often each thing is looked at. */
export const sourcePaces: Readonly<Record<LoopSource | CommonSource | 'watched', Pace>> = {
  watched: 'fast',
  runner: 'fast',
  registry: 'fast',
  transcript: 'fast',
  hooks: 'fast',
  statusline: 'fast',
  process: 'steady',
  pane: 'steady',
  work: 'steady',
  host: 'steady',
  credentials: 'slow',
  completion: 'slow',
}
