import { setTimeout as sleep } from 'node:timers/promises'
import { CcCiError } from './errors.js'

/** Polls until `check` gives something other than undefined or false; `what` completes "gave up waiting for …". */
export async function waitUntil<T>(
  what: string,
  check: () => Promise<T | undefined | false>,
  options: { seconds: number; hint?: () => string } = { seconds: 30 },
): Promise<T> {
  const deadline = Date.now() + options.seconds * 1000
  for (;;) {
    const found = await check()
    if (found !== undefined && found !== false) return found
    if (Date.now() > deadline) {
      const hint = options.hint?.()
      throw new CcCiError('TESTBED_TIMEOUT', `gave up waiting ${options.seconds} s for ${what}`, hint ? { hint } : {})
    }
    await sleep(50)
  }
}
