import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'

export type RunOutcome =
  | { readonly ok: true; readonly result: RunResult; readonly folder: string }
  | { readonly ok: false; readonly recipe: string; readonly error: unknown }

interface Runnable {
  readonly recipe: string
  readonly runsDir: string
}

/** What is done with each request. */
export interface Runs<Request extends Runnable> {
  run(request: Request): Promise<RunResult>
  /** The request to run once more because of this result; undefined when it is the last. */
  repeat(request: Request, result: RunResult): Request | undefined
}

/**
 * Runs each request, at most `jobs` at once, and gives what came of each in the order of the requests: one recipe that
 * cannot be tested takes no result from the others. A run to be repeated goes to the end of the queue, which gives the
 * host time, and counts by its last outcome.
 */
export async function runAll<Request extends Runnable>(
  requests: readonly Request[],
  jobs: number,
  { run, repeat }: Runs<Request>,
): Promise<readonly RunOutcome[]> {
  const outcomes = new Map<number, RunOutcome>()
  const queue = requests.map((request, index) => ({ index, request }))
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { index, request } = next
      const outcome = await outcomeOf(request, run)
      outcomes.set(index, outcome)
      const again = outcome.ok ? repeat(request, outcome.result) : undefined
      if (again !== undefined) queue.push({ index, request: again })
    }
  }
  await Promise.all(Array.from({ length: Math.min(jobs, requests.length) }, worker))
  return [...outcomes].sort(([left], [right]) => left - right).map(([, outcome]) => outcome)
}

async function outcomeOf<Request extends Runnable>(
  request: Request,
  run: (request: Request) => Promise<RunResult>,
): Promise<RunOutcome> {
  try {
    const result = await run(request)
    return { ok: true, result, folder: join(request.runsDir, result.runId) }
  } catch (error) {
    return { ok: false, recipe: request.recipe, error }
  }
}
