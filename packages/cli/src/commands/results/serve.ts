import { resolve } from 'node:path'
import { Flags } from '@oclif/core'
import { onTermination } from '../../adapters/on-termination.js'
import { BaseCommand } from '../../base-command.js'
import { baseUrlFlag } from '../../base-url-flag.js'
import { cannotListen } from '../../cannot-listen.js'

export default class ResultsServe extends BaseCommand {
  static override readonly description =
    'serve the dashboard: all recipes, their runs, changes of level; reads only, and needs no login'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --host 0.0.0.0 --port 8080 --base-url https://ci.example.org/',
  ]
  static override readonly flags = {
    host: Flags.string({ description: 'address to listen on', default: '127.0.0.1', helpValue: '<address>' }),
    port: Flags.integer({
      description: 'port to listen on; 0 takes one that is free',
      default: 8417,
      min: 0,
      max: 65535,
    }),
    'base-url': baseUrlFlag,
  }

  async run(): Promise<{ address: string }> {
    const { flags } = await this.parse(ResultsServe)
    const { folder, config } = await this.workspace()
    const runsFolder = resolve(folder, config.runsDir)
    const { createDashboard, openHistory, serveDashboard } = await import('@cc-ci/results-ux/site')
    const history = openHistory(runsFolder)
    const termination = onTermination({ tellPatience: () => undefined, endsWithTerminal: true })
    try {
      const now = (): number => this.world.clock.now().getTime() / 1000
      const dashboard = createDashboard({ history, runsFolder, now, baseUrl: flags['base-url'] })
      const options = { host: flags.host, port: flags.port, signal: termination.signal }
      const { address, closed } = await serveDashboard(dashboard, options).catch((error: NodeJS.ErrnoException) => {
        throw cannotListen(flags, error)
      })
      this.log(`${address}  (Ctrl-C ends it)`)
      await closed
      return { address }
    } finally {
      termination.dispose()
      history.close()
    }
  }
}
