import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'

export type RunOutcome =
  | { readonly ok: true; readonly result: RunResult; readonly folder: string }
  | { readonly ok: false; readonly recipe: string; readonly error: unknown }

interface Runnable {
  readonly recipe: string
  readonly runsDir: string
}

/**
 * Runs each request, at most `jobs` at once, and gives what came of each in the order of the requests: one recipe that
 * cannot be tested takes no result from the others.
 */
export async function runAll<Request extends Runnable>(
  requests: readonly Request[],
  jobs: number,
  run: (request: Request) => Promise<RunResult>,
): Promise<readonly RunOutcome[]> {
  const outcomes = new Map<number, RunOutcome>()
  const queue = requests.entries()
  const worker = async (): Promise<void> => {
    for (const [index, request] of queue) outcomes.set(index, await outcomeOf(request, run))
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
