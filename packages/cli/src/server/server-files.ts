import { join } from 'node:path'

export interface ServerFiles {
  readonly folder: string
  /** The store of the queue. */
  readonly store: string
  /** Where a running server is reached, and the key that it trusts. */
  readonly endpoint: string
  /** What runs print. */
  readonly spool: string
}

/** Where the server of a workspace keeps its own: `.cc-ci/server`. */
export function serverFiles(workspace: string): ServerFiles {
  const folder = join(workspace, '.cc-ci', 'server')
  return {
    folder,
    store: join(folder, 'queue.db'),
    endpoint: join(folder, 'endpoint.json'),
    spool: join(folder, 'spool'),
  }
}
