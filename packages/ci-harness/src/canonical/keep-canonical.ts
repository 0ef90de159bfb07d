import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptApp } from '@cc-ci/contracts/sweep-state'
import { isCcCiError } from '@cc-ci/kernel'
import { stackNameOf } from '../recipe/names.js'
import type { BegunRun } from '../run/begun-run.js'
import type { HarnessWorld } from '../run/harness-world.js'
import { Journal } from '../run/journal.js'
import { loadSettings } from '../run/load-settings.js'
import { checkHost } from '../run/preflight.js'
import type { TestRequest } from '../run/run-request.js'
import { SecretMask } from '../run/secret-mask.js'
import { takeSlot } from '../run/take-slot.js'
import { tearDown } from '../run/teardown.js'
import { underLease } from '../run/under-lease.js'
import { canonicalDomain } from '../warm/warm-names.js'
import { deployCanonical } from './deploy-canonical.js'
import { restoreCanonical } from './restore-canonical.js'
import { SnapshotStore } from './snapshot-store.js'
import { assertUndeployed, undeployApp } from './undeploy-app.js'

export interface Keeping {
  readonly request: TestRequest
  /** What a run found green, exactly. */
  readonly version: string
  readonly commit: string
  readonly run: { readonly runId: string; readonly seq: number }
  /** What is kept until then. */
  readonly previous: KeptApp | undefined
  /** Puts what is kept now on record; from then on the snapshot before is gone. */
  readonly record: (kept: KeptApp) => Promise<void>
}

/**
 * Keeps the app of a green release: deploys it anew under a domain of its own, waits until it serves, ends it, verified,
 * and takes the one snapshot of what its volumes hold. Gives back why nothing new is kept; then what was kept before is
 * whole again, and in no case anything runs (K-15).
 */
export async function keepCanonical(
  keeping: Keeping,
  world: HarnessWorld,
  { signal }: { readonly signal: AbortSignal },
): Promise<string | undefined> {
  const { request } = keeping
  const domain = canonicalDomain({ recipe: request.recipe, zone: request.zone, provider: false })
  const holder = `promotion of ${request.recipe}`
  const wait = { holder, signal, onWait: () => undefined }
  const lease = await world.leases.acquire(domain, wait)
  try {
    const { hostLeases: leases, clock } = world
    const slot = await takeSlot({ ...wait, capacity: request.capacity }, { leases, clock })
    try {
      return await replaceCanonical(keeping, domain, { world: underLease(world, lease), signal })
    } finally {
      await slot.release()
    }
  } finally {
    await lease.release()
  }
}

interface Surroundings {
  readonly world: HarnessWorld
  readonly signal: AbortSignal
}

async function replaceCanonical(
  keeping: Keeping,
  domain: string,
  { world, signal }: Surroundings,
): Promise<string | undefined> {
  const { request, previous } = keeping
  const stack = stackNameOf({}, domain)
  const image = request.backupImage
  try {
    await clearTheWay(stack, image, world)
    const deployed = await deployCanonical(await begin(keeping, domain, { world, signal }), keeping.version)
    if (!deployed.ok) throw new NotKept(deployed.why)
    await saveAndRecord(keeping, { ...deployed, domain, stack }, world)
    return undefined
  } catch (error) {
    if (!(error instanceof NotKept) && !isCcCiError(error)) throw error
    await goBack(previous, { stack, image }, world)
    signal.throwIfAborted()
    return error.message
  }
}

/** Why no app could be kept, in words for people. */
class NotKept extends Error {}

/** A fresh app is what later runs expect; what is lost here is in the snapshot before, which then nobody may take for held. */
async function clearTheWay(stack: string, image: string, world: HarnessWorld): Promise<void> {
  assertUndeployed(stack, await undeployApp(stack, world))
  const store = await SnapshotStore.open({ stack, image, volumes: [] }, world.swarm)
  try {
    await store.forgetHeld()
  } finally {
    await store.close()
  }
  assertUndeployed(stack, await tearDown(stack, world))
}

async function begin(
  { request, commit, run }: Keeping,
  domain: string,
  { world, signal }: Surroundings,
): Promise<BegunRun> {
  const path = join(request.runsDir, run.runId, 'canonical')
  await rm(path, { recursive: true, force: true })
  await mkdir(path, { recursive: true })
  await loadSettings(request.overlays)
  const mask = new SecretMask()
  for (const secret of request.secrets ?? []) mask.add(secret)
  return {
    request: { ...request, ref: commit, domain, tiers: ['install'], canonical: undefined, repeats: undefined },
    ...{ world, mask, head: commit, host: await checkHost(world), folder: { ...run, path } },
    options: { signal, onEvent: () => undefined, present: async () => ({ artefacts: {}, problems: [] }) },
    journal: new Journal({
      ...{ runId: run.runId, clock: world.clock, mask: mask.mask, listener: () => undefined },
      file: join(path, 'events.jsonl'),
    }),
  }
}

interface Deployed {
  readonly domain: string
  readonly stack: string
  readonly key: string
  readonly env: string
  readonly secrets: Readonly<Record<string, string>>
}

async function saveAndRecord(
  { request, version, commit, record }: Keeping,
  { domain, stack, key, env, secrets: values }: Deployed,
  { swarm }: HarnessWorld,
): Promise<void> {
  const { volumes, secrets } = await swarm.belongings(stack)
  const store = await SnapshotStore.open({ stack, volumes, image: request.backupImage }, swarm)
  try {
    const archives = await store.archive(volumes, { env, secrets: values })
    const kept: KeptApp = { version, commit, domain, key, ...archives, secrets: [...secrets] }
    await record(kept)
    await store.settle(kept)
  } finally {
    await store.close()
  }
}

async function goBack(
  previous: KeptApp | undefined,
  { stack, image }: { stack: string; image: string },
  world: HarnessWorld,
): Promise<void> {
  if (previous === undefined) await tearDown(stack, world)
  else await restoreCanonical(previous, { image, touches: false }, world)
}
