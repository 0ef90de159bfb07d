import { Flags } from '@oclif/core'
import { onTermination } from '../adapters/on-termination.js'
import { BaseCommand } from '../base-command.js'
import { baseUrlFlag } from '../base-url-flag.js'
import { runServer } from '../server/run-server.js'

export default class Serve extends BaseCommand {
  static override readonly description =
    'hear comments on pull requests, run the tests they ask for, tell the verdicts, and serve the live pages'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --host 0.0.0.0 --port 8080 --base-url https://ci.example.org/',
  ]
  static override readonly flags = {
    host: Flags.string({ description: 'address to listen on, instead of server.host', helpValue: '<address>' }),
    port: Flags.integer({
      description: 'port to listen on, instead of server.port; 0 takes one that is free',
      min: 0,
      max: 65535,
    }),
    'base-url': baseUrlFlag,
  }

  async run(): Promise<{ address: string }> {
    const { flags } = await this.parse(Serve)
    const workspace = await this.workspace()
    const termination = onTermination({
      tellPatience: () => this.logToStderr('Already ending. Runs go on; the next server takes them up.'),
      endsWithTerminal: true,
    })
    const { host, port } = flags
    try {
      return await runServer(workspace, {
        ...{ world: this.world, signal: termination.signal, baseUrl: flags['base-url'] },
        ...(host !== undefined && { host }),
        ...(port !== undefined && { port }),
        say: (line) => this.log(line),
        warn: (line) => this.logToStderr(line),
      })
    } finally {
      termination.dispose()
    }
  }
}
