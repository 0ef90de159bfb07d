import { existsSync } from 'node:fs'
import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { formatQueue } from '../../server/format-queue.js'
import { serverFiles } from '../../server/server-files.js'

export default class QueueList extends BaseCommand {
  static override readonly description =
    'show what runs, what waits and when it is likely to end, and what ended last; no server need run for it'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override readonly flags = {
    ended: Flags.integer({ description: 'how many ended runs to show', default: 5, min: 0, max: 20 }),
  }

  async run(): Promise<unknown> {
    const { flags } = await this.parse(QueueList)
    const { folder, config } = await this.workspace()
    const { store: file } = serverFiles(folder)
    const { estimateStore, openServerStore, Turns, viewQueue } = await import('@cc-ci/server')
    if (!existsSync(file)) {
      this.log('Nothing was ever queued here.')
      return { running: [], queued: [], ended: [] }
    }
    const store = openServerStore(file, { readOnly: true })
    try {
      const now = this.world.clock.now().getTime() / 1000
      const estimates = estimateStore(store, { open: store.open(), capacity: config.capacity, turns: new Turns(), now })
      const view = viewQueue({ store, estimates, progressOf: () => undefined, now })
      const shown = { ...view, ended: view.ended.slice(0, flags.ended) }
      this.log(formatQueue(shown, this.textStyle.width))
      return shown
    } finally {
      store.close()
    }
  }
}
