import { Args } from '@oclif/core'
import { callServer } from '../../adapters/call-server.js'
import { BaseCommand } from '../../base-command.js'
import { readSeq } from '../../server/read-seq.js'

export default class QueueCancel extends BaseCommand {
  static override readonly args = {
    run: Args.string({ description: 'number of the run, as the queue shows it', required: true, ignoreStdin: true }),
  }
  static override readonly description =
    'take a run out of the queue, or end it where it is; the running server does it, and audits it'
  static override readonly examples = ['<%= config.bin %> <%= command.id %> 1790000000000']

  async run(): Promise<unknown> {
    const { args } = await this.parse(QueueCancel)
    const seq = readSeq(args.run)
    const { cancelled } = (await callServer({ seq, action: 'cancel' }, await this.workspace(), this.world)) as {
      cancelled: boolean
    }
    this.log(cancelled ? `Run ${seq} is cancelled; what it deployed is torn down.` : `Run ${seq} had ended already.`)
    return { seq, cancelled }
  }
}
