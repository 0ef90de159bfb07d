const named = /snapshot[ _]?(?:id)?["']?\s*[:= ]\s*["']?([0-9a-f]{8,64})\b/gi

/** The snapshot that a backup made: the last that its output names, whether restic says it or a log in JSON does. */
export function readSnapshotId(text: string): string | undefined {
  return [...text.matchAll(named)].at(-1)?.[1]
}
