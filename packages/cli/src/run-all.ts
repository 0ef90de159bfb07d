import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'

export interface FinishedRun {
  readonly result: RunResult
  readonly folder: string
}

/** Runs each request, at most `jobs` at once, and gives the results back in the order of the requests. */
export async function runAll<Request extends { readonly runsDir: string }>(
  requests: readonly Request[],
  jobs: number,
  run: (request: Request) => Promise<RunResult>,
): Promise<readonly FinishedRun[]> {
  const finished = new Map<number, FinishedRun>()
  const queue = requests.entries()
  const worker = async (): Promise<void> => {
    for (const [index, request] of queue) {
      const result = await run(request)
      finished.set(index, { result, folder: join(request.runsDir, result.runId) })
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: Math.min(jobs, requests.length) }, worker))
  const failed = workers.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return [...finished].sort(([left], [right]) => left - right).map(([, each]) => each)
}
