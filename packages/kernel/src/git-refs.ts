import type { RemoteRef } from './ports/git.js'

/** What may be handed to git as a ref: a name or hash (git-check-ref-format(1)), never an option or an expression. */
export function isPlainRef(ref: string): boolean {
  return /^[^-\s~^:?*[\\\p{Cc}][^\s~^:?*[\\\p{Cc}]*$/u.test(ref) && !ref.includes('..') && !ref.includes('@{')
}

/** Reads what `git ls-remote` prints: hash, tab, name. */
export function parseRemoteRefs(output: string): readonly RemoteRef[] {
  return output.split('\n').flatMap((line) => {
    const [hash, name] = line.split('\t')
    return hash && name ? [{ name, hash }] : []
  })
}

/**
 * The commit that a remote's own list gives for a ref, as far as the list tells. A tag comes before a branch of
 * the same name, as in git itself; an annotated tag gives the commit it points to.
 */
export function findRemoteRef(refs: readonly RemoteRef[], ref: string): string | undefined {
  const hashes = new Map(refs.map(({ name, hash }) => [name, hash]))
  for (const name of [ref, `refs/${ref}`, `refs/tags/${ref}`, `refs/heads/${ref}`]) {
    const hash = hashes.get(`${name}^{}`) ?? hashes.get(name)
    if (hash !== undefined) return hash
  }
  return refs.find(({ name, hash }) => hash === ref.toLowerCase() && !hashes.has(`${name}^{}`))?.hash
}

/** Whether it can be a full or abbreviated commit hash; git abbreviates to no less than four digits. */
export function looksLikeHash(ref: string): boolean {
  return /^[0-9a-f]{4,40}$/i.test(ref)
}

export function isFullHash(ref: string): boolean {
  return /^[0-9a-f]{40}$/.test(ref)
}
