import { onTestFinished } from 'vitest'
import { openServerStore } from '../src/adapters/open-server-store.js'
import type { ServerStore } from '../src/ports/server-store.js'

/** Opens a store that is closed with the test at the latest. */
export function openUntilTested(file: string, options?: { readonly readOnly: boolean }): ServerStore {
  const store = openServerStore(file, options)
  onTestFinished(() => {
    try {
      store.close()
    } catch {
      // The test closed it.
    }
  })
  return store
}

/** What a server finds that was started anew. */
export function reopenUntilTested(store: ServerStore, file: string): ServerStore {
  store.close()
  return openUntilTested(file)
}
