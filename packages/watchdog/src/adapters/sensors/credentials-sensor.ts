import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { CredentialsFact } from '../../decide/facts.js'
import type { Instant } from '../../decide/instant.js'
import type { Observation } from '../../decide/observation.js'
import type { WatchedLoop } from '../../ports/loop-control.js'
import type { LoopSensor } from '../../ports/sensors.js'
import { senseLoop } from './sense.js'

/** When the client's credentials were last written; what they are is nobody's business here. */
export class CredentialsSensor implements LoopSensor {
  readonly pace = 'slow'

  look({ name, clientFolder }: WatchedLoop, now: Instant): Promise<Observation> {
    return senseLoop({ source: 'credentials', loop: name, now }, (): CredentialsFact => {
      const found = statSync(join(clientFolder, '.credentials.json'), { throwIfNoEntry: false })
      return { writtenAt: found === undefined ? null : found.mtimeMs / 1000 }
    })
  }
}
