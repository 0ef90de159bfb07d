import { join } from 'node:path'
import { parseRunResult } from '@cc-ci/contracts/parse-run-result'
import { retryAfter } from '@cc-ci/contracts/retry'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { z } from 'zod'
import type { RunEnd } from '../../queue/queued-run.js'
import { type AttemptFiles, readIfThere } from './attempt-files.js'

/** Of what a run says to people, so much is told of a plan. */
const longestWords = 8000

const errorDocument = z.object({
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional(), exitCode: z.number() }),
})
const planDocument = z.object({ plans: z.array(z.unknown()) })

export interface ReadEnd {
  readonly end: RunEnd
  /** Name of the run folder, when the document tells it. */
  readonly folder?: string
}

/** How an attempt ended, by what it printed, or else by the result in its run folder; undefined when neither can be read. */
export function readEnd(files: AttemptFiles, runFolder: string | undefined): ReadEnd | undefined {
  const printed = readIfThere(files.output) ?? ''
  return readPrinted(printed, files) ?? (runFolder === undefined ? undefined : readResult(runFolder))
}

function readPrinted(text: string, { log }: AttemptFiles): ReadEnd | undefined {
  const parsed = parseRunResult(text)
  if (parsed.ok) return { end: endOf(parsed.result), folder: parsed.result.runId }
  const document = parseJson(text)
  const { data: failed } = errorDocument.safeParse(document)
  if (failed !== undefined) return { end: endByError(failed.error) }
  if (!planDocument.safeParse(document).success) return undefined
  const words = (readIfThere(log) ?? '').trim().slice(0, longestWords)
  return { end: { verdict: 'green', level: 0, fault: null, stopped: null, words } }
}

function readResult(runFolder: string): ReadEnd | undefined {
  const parsed = parseRunResult(readIfThere(join(runFolder, 'results.json')) ?? '')
  return parsed.ok ? { end: endOf(parsed.result) } : undefined
}

function endOf(result: RunResult): RunEnd {
  const { verdict, level, fault, stopped } = result
  const stands = fault?.class === 'infra' && retryAfter(result) === undefined
  return { verdict, level, fault: fault?.class ?? null, stopped, ...(stands && { stands }) }
}

/** An error before anything was made. Bad input stays what it is: only what the host did may go better next time. */
function endByError({ code, message, hint, exitCode }: z.infer<typeof errorDocument>['error']): RunEnd {
  const stopped = exitCode === 143 ? 'cancelled' : exitCode === 142 ? 'deadline' : null
  const fault = code === 'INTERNAL_ERROR' ? 'harness' : exitCode === 3 ? 'infra' : null
  return { verdict: 'error', level: 0, fault, stopped, words: hint === undefined ? message : `${message} ${hint}` }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
