import { KnownApp } from './known-app.js'
import { docker, linesOf, tryRun } from './programs.js'
import { ensureRecipe, type Flags } from './recipe-checkout.js'
import { fatal, say } from './say.js'

interface RunningService {
  readonly id: string
  readonly labels: Readonly<Record<string, string>>
}

/** What backup-bot-two does when abra asks it, with restic in the bot's own container. */
export function createBackup([domain = '']: readonly string[], flags: Flags): void {
  const { app, bot, services } = lookUp(domain, flags)
  if (!services.some(({ labels }) => labels['backupbot.backup'] === 'true')) fatal(`${domain}: no backups enabled`)
  runHooks(services, 'backupbot.backup.pre-hook')
  const [folder, tags] = ['/var/lib/docker/volumes', ['--host', domain, '--tag', domain]]
  const paths = linesOf(docker(['volume', 'ls', '-q', '--filter', `label=com.docker.stack.namespace=${app.stack}`]))
    .filter((volume) => labelOf(services, `volumes.${volume.slice(app.stack.length + 1)}`) !== 'false')
    .flatMap((volume) => {
      const only = labelOf(services, `volumes.${volume.slice(app.stack.length + 1)}.path`)
      return (only?.split(',') ?? ['']).map((path) => `${folder}/${volume}/_data/${path}`)
    })
  tryRun('docker', ['exec', bot, 'restic', 'init'])
  process.stdout.write(`${docker(['exec', bot, 'restic', 'backup', ...tags, '--', ...paths])}\n`)
  runHooks(services, 'backupbot.backup.post-hook')
  say('INFO', 'backup finished')
}

/** Without a snapshot it takes the newest. */
export function restore([domain = '']: readonly string[], flags: Flags): void {
  const { bot, services } = lookUp(domain, flags)
  runHooks(services, 'backupbot.restore.pre-hook')
  const snapshot = flags.get('snapshot') ?? 'latest'
  docker(['exec', bot, 'restic', 'restore', snapshot, '--tag', domain, '--target', '/'])
  runHooks(services, 'backupbot.restore.post-hook')
  say('INFO', `restored ${snapshot}`)
}

function lookUp(domain: string, flags: Flags): { app: KnownApp; bot: string; services: RunningService[] } {
  const app = new KnownApp(domain)
  ensureRecipe(app.pin.recipe, flags)
  const [bot] = containersOf(`label=${process.env.BACKUPBOT_LABEL ?? 'coop-cloud.backupbot.enabled=true'}`)
  if (bot === undefined) fatal('no backupbot discovered, is it deployed?')
  if (!app.isDeployed()) fatal(`${domain} is not deployed?`)
  const ids = linesOf(docker(['service', 'ls', '-q', '--filter', `label=com.docker.stack.namespace=${app.stack}`]))
  const services = ids.map((id) => ({
    id,
    labels: JSON.parse(docker(['service', 'inspect', id, '--format', '{{json .Spec.Labels}}'])),
  }))
  return { app, bot, services }
}

function labelOf(services: readonly RunningService[], name: string): string | undefined {
  return services.map(({ labels }) => labels[`backupbot.backup.${name}`]).find((value) => value !== undefined)
}

function runHooks(services: readonly RunningService[], label: string): void {
  for (const { id, labels } of services) {
    const command = labels[label]
    if (command === undefined || command === '') continue
    const [container = ''] = containersOf(`id=${id}`)
    const { ok, stderr } = tryRun('docker', ['exec', container, 'sh', '-c', command])
    if (!ok) fatal(`${label} failed: ${command}: ${stderr}`)
  }
}

/** Running containers of the services that a filter finds, newest first. */
function containersOf(filter: string): string[] {
  return linesOf(docker(['service', 'ls', '-q', '--filter', filter]))
    .flatMap((id) => linesOf(docker(['service', 'ps', id, '-q', '--no-trunc', '--filter', 'desired-state=running'])))
    .flatMap((task) => linesOf(docker(['ps', '-q', '--filter', `label=com.docker.swarm.task.id=${task}`])))
}
