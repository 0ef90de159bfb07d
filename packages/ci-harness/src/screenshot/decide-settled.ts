/** One look at a page. Times are milliseconds since the screenshot was asked for. */
export interface Frame {
  readonly at: number
  /** Equal for equal pictures. */
  readonly digest: string
  /** Size of the PNG: more of it is more to see. */
  readonly bytes: number
  /** One colour all over. */
  readonly blank: boolean
  /** How long no request had been under way. */
  readonly idleMs: number
  /** Whether something that gets painted was under way: document, style sheet, script, font, image. */
  readonly loading: boolean
  /** Which loading of the page it shows, from 1. */
  readonly load: number
}

export type Settling<Look extends Frame> =
  | { readonly kind: 'keep'; readonly frame: Look; readonly because: 'idle' | 'still' | 'restless' }
  | { readonly kind: 'look again' }
  | { readonly kind: 'load again' }
  | { readonly kind: 'give up' }

export const settledMs = 500
const blankReloadMs = 4_000
const blankLimitMs = 10_000
const restlessLimitMs = 10_000

/**
 * Whether a page has settled: the network has been idle, or it looks the same as half a second ago while at most data
 * is under way, as with a page that polls. A blank page has not, however idle: it is loaded once more, and given up
 * after ten seconds without traffic. Of a page that never rests the largest frame is kept (P-01).
 */
export function decideSettled<Look extends Frame>(
  frames: readonly Look[],
  { now, deadline }: { readonly now: number; readonly deadline: number },
): Settling<Look> {
  const last = frames.at(-1)
  const best = largestPainted(frames)
  const late = now >= deadline
  if (last === undefined || best === undefined) {
    if (late) return { kind: 'give up' }
    return last === undefined ? { kind: 'look again' } : afterBlank(frames, last)
  }
  const because = whySettled(frames, last)
  if (because !== undefined) return { kind: 'keep', frame: last, because }
  const painted = frames.find(({ blank }) => !blank) ?? last
  if (late || last.at - painted.at >= restlessLimitMs) return { kind: 'keep', frame: best, because: 'restless' }
  return { kind: 'look again' }
}

function whySettled(frames: readonly Frame[], last: Frame): 'idle' | 'still' | undefined {
  if (last.blank) return undefined
  if (last.idleMs >= settledMs) return 'idle'
  return !last.loading && hasBeenStill(frames, last) ? 'still' : undefined
}

/** Every frame of the last half second or more shows the same. */
function hasBeenStill(frames: readonly Frame[], last: Frame): boolean {
  const changed = frames.findLastIndex(({ digest, load }) => digest !== last.digest || load !== last.load)
  return last.at - (frames[changed + 1] ?? last).at >= settledMs
}

function afterBlank(frames: readonly Frame[], last: Frame): Settling<never> {
  if (last.idleMs < settledMs) return { kind: 'look again' }
  const waited = last.at - (frames[0] ?? last).at
  if (waited >= blankLimitMs) return { kind: 'give up' }
  return last.load === 1 && waited >= blankReloadMs ? { kind: 'load again' } : { kind: 'look again' }
}

function largestPainted<Look extends Frame>(frames: readonly Look[]): Look | undefined {
  return frames.filter(({ blank }) => !blank).sort((one, other) => other.bytes - one.bytes)[0]
}
