import type { Presenter } from '@cc-ci/ci-harness'
import type { StoredRun } from '@cc-ci/results-ux'

export interface RenderedRun {
  readonly runId: string
  readonly folder: string
  /** What could not be rendered or written, each with the reason; empty when all was. */
  readonly problems: readonly string[]
}

/** Some seconds of work: a card is drawn in about 50 ms. */
const runsBetweenLines = 50

/** Renders one run after the other; what fails in one is told and does not keep the others from theirs. */
export async function renderRuns(
  runs: readonly StoredRun[],
  present: Presenter,
  tell: (line: string) => void,
): Promise<RenderedRun[]> {
  const rendered: RenderedRun[] = []
  for (const { result, folder } of runs) {
    const problems = await present(result, folder).then(
      (presented) => presented.problems,
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    )
    rendered.push({ runId: result.runId, folder, problems })
    if (rendered.length % runsBetweenLines === 0 && rendered.length < runs.length) {
      tell(`${rendered.length} of ${runs.length} runs are rendered`)
    }
  }
  return rendered
}
