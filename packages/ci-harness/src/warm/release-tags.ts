import type { RemoteRef } from '@cc-ci/kernel'

export interface ReleaseTag {
  readonly name: string
  /** The full hash of the commit, with an annotated tag followed to it. */
  readonly commit: string
}

const prefix = 'refs/tags/'
const peeled = '^{}'

/** The tags among what a remote says, each with its commit: of an annotated tag, what it points to. */
export function tagsOf(refs: readonly RemoteRef[]): readonly ReleaseTag[] {
  const commits = new Map<string, string>()
  for (const { name, hash } of refs) if (name.startsWith(prefix) && !name.endsWith(peeled)) commits.set(name, hash)
  for (const { name, hash } of refs) if (name.endsWith(peeled)) commits.set(name.slice(0, -peeled.length), hash)
  return [...commits].map(([name, commit]) => ({ name: name.slice(prefix.length), commit }))
}
