import { CcCiError } from '@cc-ci/kernel'

/** The one error of the store: `state` says what is wrong with it. */
export function storeFailed(file: string, { state, hint, cause }: StoreTrouble): CcCiError {
  return new CcCiError('SERVER_STORE_FAILED', `The store ${file} ${state}.`, { hint, cause, place: { file } })
}

export interface StoreTrouble {
  readonly state: string
  readonly hint: string
  readonly cause?: unknown
}

/** What SQLite says of a file, with what to do about it. */
export function explainSqlite(file: string, cause: unknown): CcCiError {
  const said = cause instanceof Error ? cause.message : String(cause)
  const { state, hint } = troubles.find(({ says }) => says.test(said)) ?? { state: `failed: ${said}`, hint: general }
  return storeFailed(file, { state, hint, cause })
}

const general = 'Nothing of it was changed. Look at the disk and at the permissions of its folder.'

const troubles: readonly { readonly says: RegExp; readonly state: string; readonly hint: string }[] = [
  {
    says: /not a database|malformed|corrupt/i,
    state: 'is damaged',
    hint: 'Nothing of it was changed. Bring back a copy, or move it aside with its -wal and -shm files: the server then begins with an empty queue.',
  },
  {
    says: /locked|busy/i,
    state: 'is in use by another process',
    hint: 'One server has one store. End the other one, or give this one a file of its own.',
  },
  {
    says: /disk is full|database or disk/i,
    state: 'cannot be written: the disk is full',
    hint: 'Make room. What was stored before is kept.',
  },
  {
    says: /readonly|read-only|query_only/i,
    state: 'cannot be written',
    hint: 'Correct its permissions and those of its folder.',
  },
  {
    says: /unable to open/i,
    state: 'cannot be opened',
    hint: 'Make its folder, or correct the permissions.',
  },
]
