import { emptyHooks, type HookFact, type HookState, hookFact, readHookLine } from '@cc-ci/contracts/agent-client'
import type { Instant } from '../../decide/instant.js'
import type { Observation } from '../../decide/observation.js'
import type { WatchedLoop } from '../../ports/loop-control.js'
import type { LoopSensor } from '../../ports/sensors.js'
import { FileTail } from '../file-tail.js'
import { senseLoop } from './sense.js'

interface Followed {
  readonly tail: FileTail
  state: HookState
}

/** What the client's hooks wrote into the spool; a new spool goes on where the old one was put aside. */
export class HookSensor implements LoopSensor {
  readonly pace = 'fast'
  readonly #followed = new Map<string, Followed>()

  look({ name, hookSpool }: WatchedLoop, now: Instant): Promise<Observation> {
    return senseLoop({ source: 'hooks', loop: name, now }, () => this.#read(name, hookSpool))
  }

  #read(name: string, spool: string): HookFact {
    const followed = this.#followed.get(name) ?? { tail: new FileTail(), state: emptyHooks }
    this.#followed.set(name, followed)
    const { lines, writtenAt } = followed.tail.read(spool)
    for (const line of lines) followed.state = readHookLine(followed.state, line, writtenAt)
    return hookFact(followed.state)
  }
}
