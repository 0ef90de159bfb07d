import { wordingsOf } from '../client-version.js'
import type { FoundComposer } from './find-composer.js'
import type { Mark } from './mark.js'
import { errorHints, interruptOffers, retries, spinners } from './screen-wordings.js'

export interface Activity {
  /** Why a turn runs; none when nothing says so. */
  readonly busy: readonly Mark[]
  readonly retry: { readonly attempt: number; readonly max: number } | undefined
  readonly queued: Mark | undefined
  readonly errorHint: Mark | undefined
}

/** What stands around a composer. */
export interface Surroundings {
  readonly version: string | undefined
  readonly composer: FoundComposer | undefined
  readonly title: string | undefined
}

/** Half moons since 2.1, braille before; a star is no turn, and before the first one the title is something else. */
const busyTitle = /^[◐◑◒◓\u2801-\u28ff] /

/** Further right than any text begins: remarks above the composer. */
const remark = /^\s{40,}\S/

/** Only what the client draws above and below its composer counts, and there only whole lines. */
export function readActivity(lines: readonly string[], around: Surroundings): Activity {
  const { version, composer, title } = around
  const none = { busy: [], retry: undefined, queued: undefined, errorHint: undefined }
  if (composer === undefined) return none
  const above = lines.slice(0, composer.top)
  const block = lastBlock(above)
  const match = (at: number, wordings: readonly RegExp[]) => wordings.some((pattern) => pattern.test(lines[at] ?? ''))
  const below = indices(composer.bottom + 1, lines.length)
  const offers = wordingsOf(interruptOffers, version)
  const retry = findRetry(lines, block, version)
  const busy = [
    ...(title !== undefined && busyTitle.test(title) ? [{ line: 0, why: 'the title shows a running turn' }] : []),
    ...block
      .filter((at) => match(at, wordingsOf(spinners, version)))
      .map((at) => mark(at, 'the spinner shows a running turn')),
    ...[...below, ...block].filter((at) => match(at, offers)).map((at) => mark(at, 'the turn can be interrupted')),
    ...(retry === undefined ? [] : [mark(retry.at, `retries by itself, attempt ${retry.attempt} of ${retry.max}`)]),
  ]
  const since = indices(above.findLastIndex((line) => /^❯ \S/.test(line)) + 1, above.length)
  const hint = since.findLast((at) => match(at, wordingsOf(errorHints, version)))
  return {
    busy,
    retry: retry === undefined ? undefined : { attempt: retry.attempt, max: retry.max },
    queued: findQueued(lines, { since, composer }),
    errorHint:
      hint === undefined ? undefined : mark(hint, 'words of an error: a hint to read the transcript, and no verdict'),
  }
}

/** Indices of the lines right above the composer, without remarks at the right edge. */
function lastBlock(above: readonly string[]): readonly number[] {
  const filled = (at: number) => above[at] !== '' && !remark.test(above[at] ?? '')
  const end = indices(0, above.length).findLast(filled)
  if (end === undefined) return []
  const start = indices(0, end).findLast((at) => !filled(at))
  return indices((start ?? -1) + 1, end + 1)
}

function findRetry(lines: readonly string[], block: readonly number[], version: string | undefined) {
  const patterns = wordingsOf(retries, version)
  const found = block.flatMap((at) => {
    const match = patterns.map((pattern) => pattern.exec(lines[at] ?? '')).find((each) => each !== null)
    return match == null ? [] : [{ at, attempt: Number(match[1]), max: Number(match[2]) }]
  })
  return found.at(-1)
}

function findQueued(
  lines: readonly string[],
  { since, composer }: { since: readonly number[]; composer: FoundComposer },
): Mark | undefined {
  const why = 'a message waits for the end of the turn'
  const line = since.findLast((at) => /^ {2}⎿\s+Queued · /.test(lines[at] ?? ''))
  if (line !== undefined) return mark(line, why)
  const hinted = composer.composer === 'hint' && /queued messages$/.test(composer.text)
  return hinted ? mark(composer.top + 1, why) : undefined
}

function mark(index: number, why: string): Mark {
  return { line: index + 1, why }
}

function indices(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
}
