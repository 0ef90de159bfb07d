import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Expectation, shortName } from '../converge/view.js'
import { writeEnvFile } from '../recipe/env-writer.js'
import { imagesOf } from '../recipe/service-images.js'
import type { Failure } from '../verdict/failure.js'
import { hostFaultIn } from '../verdict/host-fault.js'
import { makeExternalVolumes } from './check-claims.js'
import type { PreparedApp } from './prepare-app.js'
import { baseHint } from './prepare-base.js'
import { prepareToDeploy } from './prepare-to-deploy.js'
import { pullImages } from './pull-images.js'
import { refusalAsFailure } from './refusal-as-failure.js'
import type { RunContext } from './run-context.js'
import { maskSecretKeys } from './secret-mask.js'
import type { TierScope } from './tier-scope.js'
import { waitUntilConverged } from './wait-until-converged.js'

export interface DeployRequest {
  readonly app: PreparedApp
  readonly version: string
  /** Set when a checkout is deployed as it is. */
  readonly chaosVersion: string | undefined
  readonly expectation: Expectation
  /** The version to upgrade from: when its images are gone, that is not the head's fault. */
  readonly isBase: boolean
}

/** Secrets, images, deploy, converge: each a check of the tier; the first that fails ends it. Gives back whether the app runs. */
export async function deployApp(context: RunContext, scope: TierScope, request: DeployRequest): Promise<boolean> {
  const app = await prepareToDeploy(context, scope, request)
  if (app === undefined) return false
  let localOnly: readonly string[] = []
  await keepEnvFile(context, app, request.version)
  return (
    (await scope.check('Every image can be had', async () => {
      const pulled = await context.journal.phase('pull', () =>
        pullImages(imagesOf(app.document), context.world.swarm, context.signal),
      )
      localOnly = pulled.localOnly
      noteLocalImages(context, localOnly)
      return request.isBase ? asBaseFailure(pulled.failure, request.version) : pulled.failure
    })) &&
    (await scope.check('The Swarm accepts the deployment', () =>
      askForDeployment(context, { ...request, app }, localOnly),
    )) &&
    (await scope.check('Every service converges', () =>
      waitUntilConverged(context, {
        expectation: request.expectation,
        phase: 'converge',
        seconds: context.settings.deployTimeout,
      }),
    )) &&
    (await noteIdleServices(context))
  )
}

/** A service that asks for no task is as it was asked for, but nothing of it is tested: that is said, never passed over. */
async function noteIdleServices({ world, plan, record }: RunContext): Promise<true> {
  for (const { name, desired } of await world.swarm.services(plan.stack)) {
    const note = `${shortName(plan.stack, name)} asks for no task (replicas: 0): nothing of it was tested.`
    if (desired === 0 && !record.notes.includes(note)) record.notes.push(note)
  }
  return true
}

async function askForDeployment(
  context: RunContext,
  request: DeployRequest,
  localOnly: readonly string[],
): Promise<Failure | undefined> {
  const { world, plan, journal, engine } = context
  await makeExternalVolumes(request.app.document, plan.stack, world.swarm)
  const answer = await journal.phase('deploy', () =>
    engine.deploy({
      ...request.app.files,
      document: request.app.document,
      recipe: plan.recipe,
      version: request.version,
      chaosVersion: request.chaosVersion,
      resolveImages: localOnly.length === 0,
    }),
  )
  if (answer.ok) {
    context.screenshots.prepare()
    if (request.expectation.kind === 'fresh') context.record.deployCount += 1
    return undefined
  }
  const infra = answer.infra ?? hostFaultIn(answer.why)
  return refusalAsFailure(infra === undefined ? answer : { ...answer, infra }, {
    code: 'DEPLOY_REFUSED',
    words: `${world.engine.kind === 'abra' ? 'abra' : 'Docker'} refused the deployment`,
    hint: hintForRefusal(answer.why),
  })
}

/** Nobody else can deploy from an image that only this host has; a reader of the result should know. */
function noteLocalImages({ record }: RunContext, images: readonly string[]): void {
  const note = `No registry gave ${images.join(', ')}; the image that this host has under that name was used.`
  if (images.length > 0 && !record.notes.includes(note)) record.notes.push(note)
}

/** A published version whose image upstream has deleted cannot be mended by the head under test. */
function asBaseFailure(failure: Failure | undefined, version: string): Failure | undefined {
  if (failure?.code !== 'IMAGE_PULL_FAILED') return failure
  return {
    class: 'infra',
    code: 'BASE_UNAVAILABLE',
    evidence: `The base ${version} cannot be deployed: ${failure.evidence}`,
    hint: baseHint,
  }
}

/** What to do about the refusals that Docker words in its own way. */
function hintForRefusal(why: string): string {
  if (/only updates to Labels are allowed/.test(why))
    return 'A config file changed under the same name: raise its *_VERSION in abra.sh.'
  if (/secret not found/.test(why)) return 'Add the secret’s version variable to .env.sample, or insert the secret.'
  if (/is declared as external, but could not be found/.test(why))
    return 'An external network must exist before the deploy; only “proxy” is there.'
  return 'Run docker stack deploy on the recipe to see the same message.'
}

/** The env file as abra would keep it: evidence, and what the upgrade starts from. Secrets never stand in it. */
async function keepEnvFile({ folder, plan, mask }: RunContext, app: PreparedApp, version: string): Promise<void> {
  const name = `${plan.domain}.${createHash('sha256').update(version).digest('hex').slice(0, 8)}.env`
  const secretShaped = Object.entries(maskSecretKeys(app.env.values)).filter(
    ([key, value]) => value !== app.env.values[key],
  )
  await writeFile(
    join(folder.path, name),
    mask.mask(writeEnvFile(Object.fromEntries(secretShaped), app.env.text, name)),
  )
}
