import { CcCiError } from '@cc-ci/kernel'
import type { Count } from './store.js'

/** Throws unless a wiped store is empty: a restore proves nothing about what was never gone. */
export function checkWiped(store: string, { found: left }: Count): void {
  if (left === 0) return
  throw new CcCiError('STORE_NOT_WIPED', `${store}: ${left} of its canaries are still there after the wipe.`, {
    hint: 'Another process may have put them back; look at what the app does with its own files and tables.',
  })
}
