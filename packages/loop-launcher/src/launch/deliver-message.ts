import { messageMark } from '@cc-ci/contracts/agent-client'
import type { RunMetadata } from '../runner/launch-order.js'
import type { Loop } from './loop.js'

export interface Message {
  readonly id: string
  readonly kind: 'first' | 'resumed' | 'sent'
  readonly text: string
}

export interface Delivery {
  readonly messageId: string
  /** The record of the transcript that holds the message; undefined when there is none. */
  readonly record: string | undefined
  /** How often Enter had to be pressed. */
  readonly enters: number
}

/** What a delivery needs of a loop. */
export type Delivering = Pick<Loop, 'engine' | 'clock' | 'timing'> & {
  readonly journal: Pick<Loop['journal'], 'append'>
}

const pollMs = 100
const mostEnters = 3

/** Control characters but line ends and tabs: one of them could end the paste and type on. */
const control = new RegExp(`[${String.fromCharCode(0)}-\\u0008\\u000b-\\u001f\\u007f-\\u009f]`, 'g')

/**
 * Types the message, marked with its id, and waits until the agent's transcript has it. While it still stands in the
 * composer, Enter is pressed again, twice at most. Delivered is only what was acknowledged.
 */
export async function deliverMessage(loop: Delivering, run: RunMetadata, message: Message): Promise<Delivery> {
  const { id: messageId, kind } = message
  const about = { runId: run.runId, messageId, kind }
  const text = `${messageMark(messageId)} ${message.text.replaceAll('\r\n', '\n').replace(control, '')}`
  await loop.journal.append({ event: 'delivering', ...about })
  const from = loop.engine.position(run)
  await loop.engine.submit(run, text)
  let enters = 1
  let record = await waitForRecord(loop, run, { id: messageId, from })
  while (record === undefined && enters < mostEnters && (await loop.engine.submitAgain(run))) {
    enters += 1
    record = await waitForRecord(loop, run, { id: messageId, from })
  }
  if (record === undefined) await loop.journal.append({ event: 'undelivered', ...about, reason: 'no acknowledgement' })
  else await loop.journal.append({ event: 'delivered', ...about, record })
  return { messageId, record, enters }
}

async function waitForRecord(
  loop: Delivering,
  run: RunMetadata,
  { id, from }: { id: string; from: number },
): Promise<string | undefined> {
  const end = loop.clock.monotonic() + loop.timing.acknowledgeMs
  for (;;) {
    const found = loop.engine.acknowledgement(run, id, from)
    if (found !== undefined) return found.record
    if (loop.clock.monotonic() >= end) return undefined
    await loop.clock.sleep(pollMs)
  }
}
