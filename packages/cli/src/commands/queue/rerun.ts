import { Args } from '@oclif/core'
import { callServer } from '../../adapters/call-server.js'
import { BaseCommand } from '../../base-command.js'
import { readSeq } from '../../server/read-seq.js'

export default class QueueRerun extends BaseCommand {
  static override readonly args = {
    run: Args.string({ description: 'number of the run, as the queue shows it', required: true, ignoreStdin: true }),
  }
  static override readonly description = 'queue the same as an earlier run once more, for the same commit'
  static override readonly examples = ['<%= config.bin %> <%= command.id %> 1790000000000']

  async run(): Promise<unknown> {
    const { args } = await this.parse(QueueRerun)
    const seq = readSeq(args.run)
    const queued = (await callServer({ seq, action: 'rerun' }, await this.workspace(), this.world)) as {
      seq: number
      joined: boolean
    }
    this.log(queued.joined ? `The same waits already, as run ${queued.seq}.` : `Queued as run ${queued.seq}.`)
    return queued
  }
}
