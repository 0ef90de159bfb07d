import { basename } from 'node:path'
import {
  emptyTranscript,
  readTranscriptLine,
  type TranscriptFact,
  type TranscriptState,
  transcriptFact,
} from '@cc-ci/contracts/agent-client'
import type { Instant } from '../../decide/instant.js'
import type { Observation } from '../../decide/observation.js'
import type { WatchedLoop } from '../../ports/loop-control.js'
import type { LoopSensor } from '../../ports/sensors.js'
import { FileTail } from '../file-tail.js'
import { senseLoop } from './sense.js'

interface Followed {
  readonly file: string
  readonly tail: FileTail
  state: TranscriptState
}

/** The conversation as the client writes it, each byte read once. */
export class TranscriptSensor implements LoopSensor {
  readonly pace = 'fast'
  readonly #followed = new Map<string, Followed>()

  look({ name, transcript }: WatchedLoop, now: Instant): Promise<Observation> {
    return senseLoop({ source: 'transcript', loop: name, now }, () => {
      if (transcript === null) throw new Error('there is none yet')
      return this.#read(name, transcript)
    })
  }

  #read(name: string, file: string): TranscriptFact {
    const known = this.#followed.get(name)
    const followed = known?.file === file ? known : { file, tail: new FileTail(), state: emptyTranscript() }
    this.#followed.set(name, followed)
    const { lines, anew, bytes, behind, writtenAt } = followed.tail.read(file)
    followed.state = lines.reduce(readTranscriptLine, anew ? emptyTranscript() : followed.state)
    if (behind > 0) throw new Error(`${behind} of ${bytes} bytes are still to be read`)
    return transcriptFact(followed.state, { sessionId: basename(file, '.jsonl'), bytes, grewAt: writtenAt })
  }
}
