import { explainRefusal, isAboutConverging, isAboutLint } from '../abra/explain-refusal.js'
import type { DeployAnswer, Deployment } from '../ports/engine.js'
import type { ServiceState } from '../ports/swarm.js'
import { type AbraSite, abraLimits, offline } from './abra-site.js'

/** Deploys a release by its version, and everything that abra would not take so as the checkout that it is. */
export async function deployWithAbra(
  site: AbraSite,
  { version, chaosVersion }: Pick<Deployment, 'version' | 'chaosVersion'>,
): Promise<DeployAnswer> {
  if (chaosVersion !== undefined) return askAbra(site, undefined)
  const obstacle = await whyNotByVersion(site, version)
  const answer = obstacle === undefined ? await askAbra(site, version) : undefined
  // A release is published and cannot be mended: its lint is not what this run is about.
  if (answer !== undefined && (answer.ok || !isAboutLint(answer.why))) return answer
  site.note(`abra deployed ${version} as a checkout: ${obstacle ?? 'it does not pass abra’s own lint'}.`)
  return askAbra(site, undefined)
}

/** A changed tree and a lightweight tag cannot be deployed by version. */
async function whyNotByVersion({ git, checkout }: AbraSite, version: string): Promise<string | undefined> {
  const tag = (await git.tags(checkout)).find(({ name }) => name === version)
  if (tag?.annotated !== true) return 'its tag is not annotated'
  return (await git.isDirty(checkout)) ? 'files were added to it' : undefined
}

/** What abra says about its own waiting is not believed: whether the app runs, the harness finds out. */
async function askAbra(site: AbraSite, version: string | undefined): Promise<DeployAnswer> {
  const { command, abraDir, domain, stack, swarm, signal } = site
  const before = await swarm.services(stack)
  const waits = !(await command.offers('app deploy', 'noConvergeChecks'))
  const output = await command.run({
    verb: 'app deploy',
    flags: { ...offline, chaos: version === undefined, force: true, noDomainChecks: true, noConvergeChecks: true },
    args: version === undefined ? [domain] : [domain, version],
    abraDir: abraDir.path,
    timeoutMs: waits ? abraLimits.deployAndWait : abraLimits.deploy,
    signal,
  })
  const after = await swarm.services(stack)
  noteChaosLabel(after, site)
  if (output.exitCode === 0) return after.length > 0 ? { ok: true } : deployedElsewhere(stack)
  const refusal = explainRefusal(output)
  return isAboutConverging(refusal.why) && haveMoved(before, after) ? { ok: true } : refusal
}

function noteChaosLabel(services: readonly ServiceState[], { stack, seen }: AbraSite): void {
  const label = services.map(({ labels }) => labels[`coop-cloud.${stack}.chaos-version`]).find((value) => value)
  if (label !== undefined) seen('chaos label', `${label.replace(/\+U$/, '').length} characters`)
}

function haveMoved(before: readonly ServiceState[], after: readonly ServiceState[]): boolean {
  return after.some((service) => {
    const old = before.find(({ id }) => id === service.id)
    return old?.templateHash !== service.templateHash || old.update?.startedAt !== service.update?.startedAt
  })
}

function deployedElsewhere(stack: string): DeployAnswer {
  const hint = 'abra deploys to its server “default”; let that be the Docker that DOCKER_HOST names.'
  const why = `abra says that it deployed, but this Swarm has no service of ${stack}`
  return { ok: false, why, infra: { code: 'ABRA_DEPLOYED_ELSEWHERE', hint } }
}
