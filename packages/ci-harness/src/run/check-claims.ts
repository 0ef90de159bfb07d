import { mayRunRecipeCode } from '../overlays/code-gate.js'
import type { SwarmObjects } from '../ports/swarm.js'
import type { ComposeDocument, ComposeResource } from '../recipe/compose-document.js'
import { swarmNameOf } from '../recipe/compose-document.js'
import { findHostClaims } from '../recipe/find-host-claims.js'
import type { Failure } from '../verdict/failure.js'
import type { PreparedApp } from './prepare-app.js'
import type { RunContext } from './run-context.js'

const kinds = ['volumes', 'secrets', 'configs', 'networks'] as const

/**
 * Before anything is deployed: the recipe must claim nothing that is somebody else's. Host paths, capabilities and
 * other domains need the same approval as its code; a name that exists and is not this run's is never touched.
 */
export async function checkClaims(context: RunContext, app: PreparedApp): Promise<Failure | undefined> {
  const { request, plan, world } = context
  const claims = findHostClaims(app.document, { domain: plan.domain, proxyNetwork: 'proxy' })
  if (claims.length > 0 && !mayRunRecipeCode(request)) {
    return {
      class: 'infra',
      code: 'HOST_CLAIM_NOT_APPROVED',
      evidence: `The recipe wants more of this host than its own containers, and it is not approved: ${claims.join('; ')}.`,
      hint: `Look at it, then set recipes.${plan.recipe}.codeApproved: true in cc-ci.yaml.`,
    }
  }
  return findTakenName(app.document, plan.stack, world.swarm)
}

/** External volumes that do not exist are made for this run, and go with it. */
export async function makeExternalVolumes(
  document: ComposeDocument,
  stack: string,
  swarm: SwarmObjects,
): Promise<void> {
  const owners = await swarm.owners('volumes')
  for (const volume of document.volumes.filter(({ external }) => external)) {
    const name = swarmNameOf(volume, stack)
    if (!owners.has(name)) await swarm.createVolume(name, stack)
  }
}

async function findTakenName(
  document: ComposeDocument,
  stack: string,
  swarm: SwarmObjects,
): Promise<Failure | undefined> {
  for (const kind of kinds) {
    const owners = await swarm.owners(kind)
    const taken = namesOf(document[kind], stack, kind).find(
      (name) => owners.has(name) && !isOurs(name, owners.get(name), stack),
    )
    if (taken !== undefined) return nameTaken(kind, taken)
  }
  return undefined
}

/** What carries no label and is named after the stack is its own, as it is for the teardown: abra labels no secret. */
const isOurs = (name: string, owner: string | undefined, stack: string): boolean =>
  owner === stack || (owner === undefined && name.startsWith(`${stack}_`))

/** External networks are shared by meaning, and which of them are allowed is a claim on the host. */
function namesOf(resources: readonly ComposeResource[], stack: string, kind: (typeof kinds)[number]): string[] {
  return resources
    .filter(({ external }) => kind !== 'networks' || !external)
    .map((resource) => swarmNameOf(resource, stack))
}

function nameTaken(kind: string, name: string): Failure {
  const thing = kind.slice(0, -1)
  return {
    class: 'infra',
    code: 'NAME_TAKEN',
    evidence: `The recipe uses the ${thing} ${name}, which exists on this Swarm and is not this run’s; it was not touched.`,
    hint: `Name the ${thing} after \${STACK_NAME} in compose.yml, or test on a Swarm of its own.`,
  }
}
