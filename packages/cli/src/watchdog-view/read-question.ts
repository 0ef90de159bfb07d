import { CcCiError } from '@cc-ci/kernel'

export interface Asked {
  readonly loop: string | undefined
  /** Epoch seconds. */
  readonly before: number
}

interface QuestionContext {
  readonly last: boolean
  /** Epoch seconds. */
  readonly now: number
}

/** Takes `[<loop>] <time>`, or `[<loop>] --last`. Throws TIME_MISSING, and what a time that is none throws. */
export async function readQuestion(words: readonly string[], { last, now }: QuestionContext): Promise<Asked> {
  const { looksLikeTime, readTime } = await import('@cc-ci/watchdog')
  const [first, second] = words
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const time = second ?? (first !== undefined && looksLikeTime(first) ? first : undefined)
  const loop = second === undefined && time !== undefined ? undefined : first
  if (last && time !== undefined) throw bothGiven(time)
  if (last) return { loop, before: now }
  if (time === undefined) throw timeMissing(loop)
  return { loop, before: readTime(time, { now, zone }) }
}

function bothGiven(time: string): CcCiError {
  return new CcCiError('TIME_UNREADABLE', `Both --last and the time ${time} were given.`, {
    hint: 'Leave one of them out.',
    exitCode: 2,
  })
}

function timeMissing(loop: string | undefined): CcCiError {
  return new CcCiError('TIME_MISSING', 'The time is missing of which something is to be explained.', {
    hint: `Write cc-ci loop explain ${loop === undefined ? '' : `${loop} `}--last, or a time: 2026-11-26T14:05Z, 14:05, -10m.`,
    exitCode: 2,
  })
}
