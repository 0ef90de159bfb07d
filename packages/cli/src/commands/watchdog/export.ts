import type { ExportedJournal, SentExport } from '@cc-ci/watchdog'
import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { openJournal } from '../../watchdog-view/open-journal.js'
import { readCollector } from '../../watchdog-view/read-collector.js'

type Printed = ExportedJournal | (SentExport & { readonly to: string; readonly open: number; readonly lastSeq: number })

export default class WatchdogExport extends BaseCommand {
  static override readonly flags = {
    otlp: Flags.string({
      description: 'address of an OpenTelemetry collector that takes OTLP/HTTP, or - to print both documents',
      helpValue: '<url|->',
      required: true,
    }),
    after: Flags.integer({ description: 'only what came after this line of the journal', default: 0, min: 0 }),
  }
  static override readonly description =
    'send the journal to an OpenTelemetry collector: a span for each incident, a log record for each line; sent twice, it has the same ids'
  static override readonly examples = ['<%= config.bin %> <%= command.id %> --otlp -']

  async run(): Promise<Printed> {
    const { flags } = await this.parse(WatchdogExport)
    const { folder } = await this.workspace()
    const { exportJournal, sendExport, watchFolder } = await import('@cc-ci/watchdog')
    const to = readCollector(flags.otlp)
    const { lines, damage } = await openJournal(watchFolder(folder))
    for (const { file, what } of damage) this.logToStderr(`Left out: ${file} ${what}.`)
    const wanted = lines.filter(({ seq }) => seq > flags.after)
    const exported = exportJournal(wanted, { origin: folder, version: this.config.version })
    if (to === undefined) {
      this.log(JSON.stringify(exported))
      return exported
    }
    const sent = await sendExport(exported, to)
    const { open, lastSeq } = exported
    this.log(
      `Sent ${sent.spans} spans and ${sent.records} log records, up to line ${lastSeq}; ${open} actions are open.`,
    )
    for (const each of sent.rejected) this.logToStderr(`The collector kept not all of it: ${each}`)
    return { to, open, lastSeq, ...sent }
  }
}
