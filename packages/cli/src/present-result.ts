import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Presenter } from '@cc-ci/ci-harness'

/** Renders a run's badge, card, page and JUnit file into its folder. */
export const presentResult: Presenter = async (result, folder) => {
  const { cardPng, renderBadge, renderJunit, renderRunPage } = await import('@cc-ci/results-ux')
  const artefacts = { badge: 'badge.svg', junit: 'junit.xml', card: 'summary.png', page: 'summary.html' }
  const presented = { ...result, artefacts: { ...result.artefacts, ...artefacts } }
  await writeFile(join(folder, artefacts.badge), renderBadge(presented, { now: presented.finished }))
  await writeFile(join(folder, artefacts.junit), renderJunit(presented))
  await writeFile(join(folder, artefacts.card), await cardPng(presented, { theme: 'light' }))
  await writeFile(join(folder, artefacts.page), renderRunPage(presented))
  return artefacts
}
