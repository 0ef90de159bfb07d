import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ServerParts } from '@cc-ci/server'
import { cannotListen } from '../cannot-listen.js'
import type { Workspace } from '../workspace/load-workspace.js'
import { readSecret } from '../workspace/read-secret.js'
import type { World } from '../world.js'
import { checkWatched } from './check-watched.js'
import { type ForgeKind, openChannel } from './open-channel.js'
import { createPresenter } from './present-runs.js'
import { sayTrouble } from './say-trouble.js'
import { newKey, writeEndpoint } from './server-endpoint.js'
import { serverFiles } from './server-files.js'

export interface RunServerOptions {
  readonly world: World
  readonly signal: AbortSignal
  /** These win over the settings of the workspace. */
  readonly host?: string
  readonly port?: number
  readonly baseUrl: string | undefined
  /** What tests are started by, before the word `test`; this very program unless told. */
  readonly program?: { readonly program: string; readonly args: readonly string[] }
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
}

/** Serves a workspace until the signal; runs that go on then are taken up by the next server. */
export async function runServer(workspace: Workspace, options: RunServerOptions): Promise<{ address: string }> {
  const { folder, config } = workspace
  const { world, signal, say } = options
  const { clock } = world
  checkWatched(workspace)
  const { channel, kind } = await openChannel(workspace, world)
  const verify = await webhookVerifier(workspace, { world, kind })
  const server = await import('@cc-ci/server')
  const { createDashboard, openHistory, renderMountedPage } = await import('@cc-ci/results-ux/site')
  const { parseMarker } = await import('@cc-ci/results-ux')
  const files = serverFiles(folder)
  const runsDir = resolve(folder, config.runsDir)
  mkdirSync(files.spool, { recursive: true, mode: 0o700 })
  const store = server.openServerStore(files.store)
  const history = openHistory(runsDir)
  const key = newKey()
  const fixedUrl = options.baseUrl ?? withSlash(config.server.baseUrl)
  const listened = { address: '' }
  const baseUrl = (): string => fixedUrl ?? listened.address
  const now = (): number => clock.now().getTime() / 1000
  try {
    const dashboard = createDashboard({ history, runsFolder: runsDir, now, baseUrl: fixedUrl, hasQueue: true })
    const { watch, organisation, allow, poll, context } = config.server
    const parts = server.createServer({
      ...{ store, channel, clock, key, verify, watch, organisation, allow, poll, baseUrl: fixedUrl },
      runner: server.childRunner({
        ...(options.program ?? ourselves()),
        ...{ cwd: folder, runsDir, spool: files.spool, environment: world.environment },
      }),
      presenter: await createPresenter({ history, runsDir, baseUrl, context }),
      markers: { read: parseMarker },
      layout: renderMountedPage,
      dashboard: (request) => dashboard.fetch(request),
      capacity: config.capacity,
      onTrouble: sayTrouble(options.warn, clock),
    })
    const host = options.host ?? config.server.host
    const port = options.port ?? config.server.port
    const listening = await server.listen(parts.app, { host, port, signal }).catch((error: NodeJS.ErrnoException) => {
      throw cannotListen({ host, port }, error)
    })
    listened.address = listening.address
    const forget = writeEndpoint(files.endpoint, { address: listening.address, key })
    say(`${listening.address}  (Ctrl-C ends it; runs go on)`)
    try {
      await Promise.all([parts.run(signal), listening.closed])
    } finally {
      forget()
    }
    return { address: listening.address }
  } finally {
    history.close()
    store.close()
  }
}

function ourselves() {
  return { program: process.execPath, args: [...process.execArgv, process.argv[1] ?? ''] }
}

/** Undefined where no secret is named: then no webhook is taken, and polling finds all comments. */
async function webhookVerifier(
  { config, file }: Workspace,
  { world, kind }: { readonly world: World; readonly kind: ForgeKind },
): Promise<ServerParts['verify']> {
  const reference = config.server.webhookSecret
  if (reference === undefined) return undefined
  const secret = readSecret({ reference, key: 'server.webhookSecret', file }, world)
  const { verifyWebhook } = await import('@cc-ci/server')
  return (delivery) => verifyWebhook(delivery, { forge: kind, secret, now: world.clock.now().getTime() / 1000 })
}

function withSlash(url: string | undefined): string | undefined {
  return url === undefined || url.endsWith('/') ? url : `${url}/`
}
