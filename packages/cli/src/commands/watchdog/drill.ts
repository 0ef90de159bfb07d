import { Args, Flags } from '@oclif/core'
import { onTermination } from '../../adapters/on-termination.js'
import { BaseCommand } from '../../base-command.js'
import type { DrillReport } from '../../watchdog-drill/drill.js'
import { drills } from '../../watchdog-drill/drills.js'
import { formatDrills, formatEvent, formatVerdict } from '../../watchdog-drill/format-drill.js'

type ListedDrills = readonly { readonly fault: string; readonly breaks: string; readonly must: string }[]

export default class WatchdogDrill extends BaseCommand {
  static override readonly args = {
    fault: Args.string({
      description: 'what to break; without it, all faults are listed',
      options: drills.map(({ fault }) => fault),
      ignoreStdin: true,
    }),
  }
  static override readonly description =
    'break a stand-in for a loop, far from the real ones, and see whether the watchdog does what it must; ends with 1 if it does not'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> kill',
    '<%= config.bin %> <%= command.id %> --list',
  ]
  static override readonly flags = {
    list: Flags.boolean({ description: 'say what can be broken, and what then must happen' }),
  }

  async run(): Promise<DrillReport | { readonly drills: ListedDrills }> {
    const { args, flags } = await this.parse(WatchdogDrill)
    const drill = flags.list ? undefined : drills.find(({ fault }) => fault === args.fault)
    if (drill === undefined) {
      this.log(formatDrills(drills))
      return { drills: drills.map(({ fault, breaks, must }) => ({ fault, breaks, must })) }
    }
    const { runDrill } = await import('../../watchdog-drill/run-drill.js')
    const termination = onTermination({
      tellPatience: () => this.logToStderr('It ends what it began, and removes it.'),
      endsWithTerminal: true,
    })
    const options = { version: this.config.version, signal: termination.signal }
    try {
      const report = await runDrill(drill, { ...options, tell: (event) => this.log(formatEvent(event)) }, this.world)
      this.log(formatVerdict(report))
      if (!report.passed) process.exitCode = 1
      return report
    } finally {
      termination.dispose()
    }
  }
}
