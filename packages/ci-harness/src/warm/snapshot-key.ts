import { createHash } from 'node:crypto'

/** All that decides what lies in the volumes of an app. */
export interface SnapshotOrigin {
  /** Full hash of the recipe's commit. */
  readonly commit: string
  readonly env: Readonly<Record<string, string>>
  /** Path of each overlay file → its content. */
  readonly overlays: Readonly<Record<string, string | Uint8Array>>
  /** Service → digest of its image. */
  readonly images: Readonly<Record<string, string>>
  readonly harnessVersion: string
  /** What was asked for, in its order. */
  readonly arguments: readonly string[]
}

/** The name of a snapshot by what it was made from: 64 hex digits, and others as soon as anything differs (V-19). */
export function snapshotKey(of: SnapshotOrigin): string {
  const overlays = Object.entries(of.overlays).map(([path, content]) => [path, sha256(content)] as const)
  return sha256(
    JSON.stringify([
      of.commit,
      sorted(Object.entries(of.env)),
      sorted(overlays),
      sorted(Object.entries(of.images)),
      of.harnessVersion,
      of.arguments,
    ]),
  )
}

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

const sorted = (entries: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] =>
  entries.toSorted(([left], [right]) => (left < right ? -1 : 1))
