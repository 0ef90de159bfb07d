import { readFileSync, statSync } from 'node:fs'
import { readStatusline } from '@cc-ci/contracts/agent-client'
import type { StatuslineFact } from '../../decide/facts.js'
import type { Instant } from '../../decide/instant.js'
import type { Observation } from '../../decide/observation.js'
import type { WatchedLoop } from '../../ports/loop-control.js'
import type { LoopSensor } from '../../ports/sensors.js'
import { senseLoop } from './sense.js'

/** What the client last said about its context and limits; read only when it was written anew. */
export class StatuslineSensor implements LoopSensor {
  readonly pace = 'fast'
  readonly #known = new Map<string, { readonly mtimeMs: number; readonly fact: StatuslineFact }>()

  look({ name, statusline }: WatchedLoop, now: Instant): Promise<Observation> {
    return senseLoop({ source: 'statusline', loop: name, now }, () => {
      const { mtimeMs } = statSync(statusline)
      const known = this.#known.get(name)
      if (known?.mtimeMs === mtimeMs) return known.fact
      const fact = readFact(statusline, mtimeMs / 1000)
      this.#known.set(name, { mtimeMs, fact })
      return fact
    })
  }
}

function readFact(file: string, at: number): StatuslineFact {
  const read = readStatusline(readFileSync(file, 'utf8'))
  if (read === undefined) throw new Error(`${file} is not what a client writes`)
  return { contextPercent: read.contextPercent ?? null, limits: read.limits, model: read.model ?? null, at }
}
