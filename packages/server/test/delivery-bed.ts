import { ManualClock } from '@cc-ci/kernel/testing'
import { deliverOutbox } from '../src/report/deliver-outbox.js'
import type { OutboxEntry, Outgoing } from '../src/report/outgoing.js'
import { type ForgeBed, forgeBed } from './forge-bed.js'

type Waiting = { -readonly [Key in keyof OutboxEntry]: OutboxEntry[Key] }

/** An outbox beside a forge, and the pictures of runs: `cards` holds which folders have one. */
export interface DeliveryBed extends ForgeBed {
  readonly cards: Set<string>
  /** What waits, oldest first. */
  readonly waiting: readonly OutboxEntry[]
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
  const told = new Map<string, number>()
  let entries: Waiting[] = []
  let id = 0
  const store = {
    due: (at: number) => entries.filter(({ notBefore }) => notBefore <= at),
    markTold: (which: number) => {
      for (const { key, seq } of entries.filter((entry) => entry.id === which)) told.set(key, seq)
      entries = entries.filter((entry) => entry.id !== which)
    },
    postpone: (which: number, notBefore: number) => {
      for (const entry of entries.filter((one) => one.id === which))
        Object.assign(entry, { notBefore, attempts: entry.attempts + 1 })
    },
  }
  const card = async (folder: string, theme: string) =>
    cards.has(folder) ? new TextEncoder().encode(`${folder} ${theme}`) : undefined
  const markers = {
    read: (comment: string) => {
      const [, recipe, seq] = /^<!-- cc-ci:v1 recipe=(\S+) seq=(\d+) -->/.exec(comment) ?? []
      return recipe === undefined ? undefined : { recipe, seq: Number(seq) }
    },
  }
  const deliver: DeliveryBed['deliver'] = () =>
    deliverOutbox({ store, clock, markers, cards: { card }, forge: bed.channel })
  const skip = (): number => {
    const seconds = Math.max(0, Math.min(...entries.map(({ notBefore }) => notBefore)) - now())
    clock.advance(seconds * 1000)
    return seconds
  }
  return {
    ...bed,
    cards,
    get waiting() {
      return entries
    },
    tell(key, seq, outgoing) {
      if (seq < (told.get(key) ?? 0) || entries.some((entry) => entry.key === key && entry.seq > seq)) return
      id += 1
      const entry = { id, key, seq, outgoing, attempts: 0, notBefore: now() }
      entries = [...entries.filter((one) => one.key !== key), entry]
    },
    deliver,
    skip,
    async deliverAll() {
      let passed = 0
      for (let round = 0; entries.length > 0; round += 1) {
        if (round > 50) throw new Error(`still waiting: ${JSON.stringify(entries)}`)
        passed += skip()
        await deliver()
      }
      return passed
    },
  }
}
