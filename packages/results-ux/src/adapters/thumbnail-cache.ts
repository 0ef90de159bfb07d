type Draw = (folder: string) => Promise<Buffer | undefined>

/** Of some 5 kB each. */
const mostKept = 1_000

/** Keeps the thumbnails that were asked for last; two who ask for the same at once wait for one drawing. */
export function cacheThumbnails(draw: Draw): (folder: string) => Promise<Uint8Array<ArrayBuffer> | undefined> {
  const kept = new Map<string, Promise<Uint8Array<ArrayBuffer> | undefined>>()
  return async (folder) => {
    const known = kept.get(folder)
    const picture = known ?? draw(folder).then((drawn) => drawn && new Uint8Array(drawn))
    kept.delete(folder)
    kept.set(folder, picture)
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    const found = await picture
    // A run that is still going has none yet.
    if (found === undefined) kept.delete(folder)
    return found
  }
}
