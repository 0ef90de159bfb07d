import { readFileSync } from 'node:fs'
import type { Clock } from '@cc-ci/kernel'
import type { Instant } from '../decide/instant.js'

/** Both clocks; the monotonic one counts from the start of the host, for every process alike. */
export function hostInstant(clock: Clock): Instant {
  return { wall: clock.now().getTime() / 1000, mono: Number(process.hrtime.bigint() / 1_000_000n) / 1000 }
}

/** Another one after each start of the host; empty where the kernel tells none. */
export function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
