import type { Presenter } from '@cc-ci/ci-harness'

/** Renders a run's badge, cards, page and JUnit file into its folder; what could not be rendered is told, not thrown. */
export const presentResult: Presenter = async (result, folder) => {
  const { writeRenderings } = await import('@cc-ci/results-ux')
  const { artefacts, problems } = await writeRenderings(result, folder, { now: result.finished })
  return { artefacts, problems: problems.map(({ file, reason }) => `${file} could not be rendered: ${reason}`) }
}

/** A presenter loads a tenth of a second of code: better while Swarm is at work than at the end. */
export async function loadPresenter(): Promise<void> {
  const { loadRasteriser } = await import('@cc-ci/results-ux')
  await loadRasteriser()
}
