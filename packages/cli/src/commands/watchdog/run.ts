import { Flags } from '@oclif/core'
import { onTermination } from '../../adapters/on-termination.js'
import { BaseCommand } from '../../base-command.js'

export default class WatchdogRun extends BaseCommand {
  static override readonly flags = {
    'dry-run': Flags.boolean({ description: 'say what would be done, and do nothing; also beside one that runs' }),
    once: Flags.boolean({ description: 'look once, do what follows from that, and end' }),
  }
  static override readonly description =
    'watch the loops until it is told to end: restart what died, wake what waits, and tell what nobody can mend'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> --once',
    '<%= config.bin %> <%= command.id %> --once --dry-run',
  ]

  async run(): Promise<{ epoch: number; reason: string; actions: number }> {
    const { flags } = await this.parse(WatchdogRun)
    const workspace = await this.workspace()
    const { runWatch } = await import('../../watchdog/run-watch.js')
    const termination = onTermination({ tellPatience: () => undefined, endsWithTerminal: true })
    const request = {
      version: this.config.version,
      dryRun: flags['dry-run'],
      once: flags.once,
      signal: termination.signal,
      say: (line: string) => this.log(`${this.world.clock.now().toISOString().slice(0, 19)}Z ${line}`),
    }
    try {
      return await runWatch(workspace, request, this.world)
    } finally {
      termination.dispose()
    }
  }
}
