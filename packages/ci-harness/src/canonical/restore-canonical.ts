import type { KeptApp } from '@cc-ci/contracts/sweep-state'
import { CcCiError } from '@cc-ci/kernel'
import type { Swarm } from '../ports/swarm.js'
import { stackNameOf } from '../recipe/names.js'
import { SnapshotStore, type Vault } from './snapshot-store.js'
import { assertUndeployed, type UndeployWorld, undeployApp } from './undeploy-app.js'

export interface CanonicalWorld extends UndeployWorld {
  readonly swarm: Swarm
}

/**
 * Ends what an interrupted run left of a kept app and puts its snapshot back, unless nothing has touched the volumes
 * since. Throws CANONICAL_UNUSABLE where that cannot be done, CANONICAL_DEPLOYED where it does not end.
 */
export async function restoreCanonical(
  kept: KeptApp,
  {
    image,
    touches,
  }: { readonly image: string /** Whether the volumes are about to be written. */; readonly touches: boolean },
  world: CanonicalWorld,
): Promise<Vault> {
  const { swarm } = world
  const stack = stackNameOf({}, kept.domain)
  assertUndeployed(stack, await undeployApp(stack, world))
  const { volumes, secrets } = await swarm.belongings(stack)
  const store = await SnapshotStore.open({ stack, image, volumes: Object.keys(kept.volumes) }, swarm)
  try {
    const vault = await store.vault(kept)
    const isThere =
      Object.keys(kept.volumes).every((volume) => volumes.includes(volume)) &&
      kept.secrets.every((secret) => secrets.includes(secret))
    if (!isThere || (await store.held()) !== kept.key) {
      await store.forgetHeld()
      await restoreSecrets({ kept, vault, stack, existing: secrets }, swarm)
      for (const volume of volumes) if (!(volume in kept.volumes)) await swarm.remove('volumes', volume)
      await store.unpack(kept)
    }
    if (touches) await store.forgetHeld()
    return vault
  } finally {
    await store.close()
  }
}

/** A database refuses another password than the one it was made with, so each secret gets its value of then. */
async function restoreSecrets(
  of: { kept: KeptApp; vault: Vault; stack: string; existing: readonly string[] },
  swarm: Pick<Swarm, 'createSecret' | 'remove'>,
): Promise<void> {
  const { kept, vault, stack, existing } = of
  const lost = kept.secrets.find((name) => vault.secrets[name] === undefined && !existing.includes(name))
  if (lost !== undefined) {
    throw new CcCiError(
      'CANONICAL_UNUSABLE',
      `The secret ${lost} of the kept app is gone, and nobody knows its value.`,
      {
        hint: 'An install step inserted it. Remove canonical.<recipe>.json, and the next sweep keeps the app anew.',
      },
    )
  }
  for (const name of existing)
    if (!kept.secrets.includes(name) || vault.secrets[name] !== undefined) await swarm.remove('secrets', name)
  for (const [name, value] of Object.entries(vault.secrets)) await swarm.createSecret({ name, stack, value })
}
