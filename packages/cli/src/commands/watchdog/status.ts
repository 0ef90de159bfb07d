import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import type { WatchStatus } from '../../watchdog/read-watch-status.js'

export default class WatchdogStatus extends BaseCommand {
  static override readonly flags = {
    'max-age': Flags.integer({
      description: 'seconds after which its last sign of life is too old: then the exit code is 1',
      default: 120,
      min: 1,
    }),
  }
  static override readonly description = 'say whether the watchdog lives, how it sees each loop, and why'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --max-age 60 --json',
  ]

  async run(): Promise<WatchStatus> {
    const { flags } = await this.parse(WatchdogStatus)
    const workspace = await this.workspace()
    const { readWatchStatus } = await import('../../watchdog/read-watch-status.js')
    const { formatWatchStatus } = await import('../../watchdog/format-watch-status.js')
    const status = await readWatchStatus(workspace, flags['max-age'], this.world)
    this.log(formatWatchStatus(status, this.world.clock.now().getTime() / 1000))
    if (status.stale) process.exitCode = 1
    return status
  }
}
