import { join } from 'node:path'
import { ManualClock, temporaryFolder } from '@cc-ci/kernel/testing'
import { openServerStore } from '../src/adapters/open-server-store.js'
import { deliverOutbox } from '../src/report/deliver-outbox.js'
import type { OutboxEntry, Outgoing } from '../src/report/outgoing.js'
import { type ForgeBed, forgeBed } from './forge-bed.js'

/** An outbox beside a forge, and the pictures of runs: `cards` holds which folders have one. */
export interface DeliveryBed extends ForgeBed {
  readonly cards: Set<string>
  /** What waits, oldest first. */
  waiting(): readonly OutboxEntry[]
  tell(key: string, seq: number, outgoing: Outgoing): void
  deliver(): ReturnType<typeof deliverOutbox>
  /** Lets time pass until something is due, and tells how many seconds. */
  skip(): number
  /** Delivers until nothing waits, and tells how many seconds passed. */
  deliverAll(): Promise<number>
}

export async function deliveryBed(
  kind: 'gitea' | 'github',
  whenDone: (end: () => Promise<void>) => void,
): Promise<DeliveryBed> {
  const bed = await forgeBed(kind, whenDone)
  const clock = new ManualClock(new Date(bed.clock.now * 1000).toISOString())
  const now = (): number => Math.floor(clock.now().getTime() / 1000)
  const cards = new Set<string>()
  const withoutStatus = new Set<string>()
  const store = openServerStore(
    join(
      temporaryFolder((remove) => whenDone(async () => remove())),
      'server.db',
    ),
  )
  whenDone(async () => store.close())
  const waiting = (): readonly OutboxEntry[] => store.due(Number.MAX_SAFE_INTEGER)
  const card = async (folder: string, theme: string) =>
    cards.has(folder) ? new TextEncoder().encode(`${folder} ${theme}`) : undefined
  const markers = {
    read: (comment: string) => {
      const [, recipe, seq] = /^<!-- cc-ci:v1 recipe=(\S+) seq=(\d+) -->/.exec(comment) ?? []
      return recipe === undefined ? undefined : { recipe, seq: Number(seq) }
    },
  }
  const deliver: DeliveryBed['deliver'] = () =>
    deliverOutbox({ store, clock, markers, withoutStatus, cards: { card }, forge: bed.channel })
  const skip = (): number => {
    const seconds = Math.max(0, Math.min(...waiting().map(({ notBefore }) => notBefore)) - now())
    clock.advance(seconds * 1000)
    return seconds
  }
  return {
    ...bed,
    cards,
    waiting,
    tell: (key, seq, outgoing) => store.tell(key, seq, outgoing, now()),
    deliver,
    skip,
    async deliverAll() {
      let passed = 0
      for (let round = 0; waiting().length > 0; round += 1) {
        if (round > 50) throw new Error(`still waiting: ${JSON.stringify(waiting())}`)
        passed += skip()
        await deliver()
      }
      return passed
    },
  }
}
