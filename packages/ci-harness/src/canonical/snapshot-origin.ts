import { readFile } from 'node:fs/promises'
import type { HarnessWorld } from '../run/harness-world.js'
import type { PreparedApp } from '../run/prepare-app.js'
import type { RunPlan } from '../run/run-plan.js'
import { snapshotKey } from '../warm/snapshot-key.js'

/** The key of the app that would be kept of what is planned: a snapshot with another key was made otherwise (V-19). */
export async function keyOf(
  { plan, app, harnessVersion }: { plan: RunPlan; app: PreparedApp; harnessVersion: string },
  { swarm, engine }: Pick<HarnessWorld, 'swarm' | 'engine'>,
): Promise<string> {
  const { settings, hooks, installSteps, compose } = plan.overlays
  const files = [...settings, ...hooks, installSteps, compose].filter((file) => file !== undefined)
  const overlays = files.map(async ({ origin, path, file }) => [`${origin}:${path}`, await readFile(file)] as const)
  const images = app.document.services.map(
    async ({ name, image = '' }) => [name, (await swarm.imageId(image)) ?? `${image}, which is not here`] as const,
  )
  return snapshotKey({
    commit: plan.head,
    env: app.env.values,
    overlays: Object.fromEntries(await Promise.all(overlays)),
    images: Object.fromEntries(await Promise.all(images)),
    harnessVersion,
    arguments: [engine.kind],
  })
}
