import { addAppLabels, exposeAllEnv, toDeployableYaml } from '../../src/recipe/app-labels.js'
import { KnownApp } from './known-app.js'
import { docker, git, linesOf, tryRun } from './programs.js'
import { ensureRecipe, type Flags, headOf, isAnnotated, isDirty, newestTag, tagsOf } from './recipe-checkout.js'
import { brokenRules } from './recipe-commands.js'
import { fatal, say } from './say.js'
import { checkSecrets } from './secret-commands.js'

const defaultWaitSeconds = 50

/** The sequence of recipe-format §10. */
export function deployApp(
  [domain = '', wanted]: readonly string[],
  flags: Flags,
  ask: (question: string) => void,
): void {
  const app = new KnownApp(domain)
  const folder = ensureRecipe(app.pin.recipe, flags)
  if (app.isDeployed() && !flags.has('force')) fatal(`${domain} is already deployed`)
  const chaos = flags.has('chaos')
  const version = chaos ? headOf(folder) : checkOutVersion(folder, wanted ?? app.pin.version)
  if (!chaos && brokenRules(app.pin.recipe, folder).some(({ severity }) => severity === 'error'))
    fatal(`critical errors present in ${app.pin.recipe}, see 'abra recipe lint ${app.pin.recipe}'`)
  checkSecrets(app)
  const env = { ...app.env(), TYPE: `${app.pin.recipe}:${version}` }
  if (!flags.has('no-domain-checks') && !tryRun('getent', ['hosts', domain]).ok)
    fatal(`unable to resolve a IPv4 address for ${domain}: no such host`)
  ask(`proceed with the deployment of ${domain}?`)
  const labelled = addAppLabels(app.document(), {
    ...{ stack: app.stack, recipe: app.pin.recipe, version, chaos },
    ...(chaos && { chaosVersion: `${headOf(folder)}${isDirty(folder) ? '+U' : ''}` }),
  })
  const compose = toDeployableYaml(exposeAllEnv(labelled, env))
  docker(['stack', 'deploy', '-c', '-', '--resolve-image', 'always', '--with-registry-auth', app.stack], compose)
  if (!flags.has('no-converge-checks')) converge(app)
  app.writeVersion(version)
  say('INFO', `deploy of ${domain} (${version}) was asked for`)
}

function checkOutVersion(folder: string, wanted: string | undefined): string {
  const version = wanted ?? newestTag(folder)
  if (version === undefined) return headOf(folder)
  if (!tagsOf(folder).includes(version) || !isAnnotated(folder, version))
    fatal(`unable to check out ${version}: reference not found`)
  git(folder, 'checkout', '--quiet', '--force', version)
  return version
}

function converge(app: KnownApp): void {
  const labels = app.document().services.find(({ name }) => name === 'app')?.labels ?? {}
  const seconds = Number(labels[`coop-cloud.${app.stack}.timeout`] ?? defaultWaitSeconds)
  const until = Date.now() + seconds * 1000
  for (let stable = 0; stable < 5; ) {
    if (Date.now() > until) fatal(`deploy timed out after ${seconds} seconds`)
    tryRun('sleep', ['1'])
    stable = isRunning(app.stack) ? stable + 1 : 0
  }
}

function isRunning(stack: string): boolean {
  const format = ['--format', '{{.Replicas}}', '--filter', `label=com.docker.stack.namespace=${stack}`]
  return linesOf(docker(['service', 'ls', ...format])).every((replicas) => {
    const [running, desired] = replicas.split('/')
    return running === desired?.split(' ')[0]
  })
}
