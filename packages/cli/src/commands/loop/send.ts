import type { SentMessage } from '@cc-ci/loop-launcher'
import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { buildLoop } from '../../loop/build-loop.js'
import { findLoop } from '../../loop/find-loops.js'
import { loopName } from '../../loop/loop-arguments.js'

export default class LoopSend extends BaseCommand {
  static override readonly args = {
    loop: loopName,
    message: Args.string({ description: 'what the agent is to read', required: true, ignoreStdin: true }),
  }
  static override readonly description =
    'type a message to an idle agent and wait until its transcript has it; a long one goes through a file'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> builder "The host is back. Go on with item D3."',
  ]

  async run(): Promise<SentMessage> {
    const { args } = await this.parse(LoopSend)
    const workspace = await this.workspace()
    const { sendMessage } = await import('@cc-ci/loop-launcher')
    const settings = findLoop(workspace, args.loop)
    const sent = await sendMessage(await buildLoop(workspace, settings, this.world), args.message)
    this.log(`${sent.loop} has message ${sent.messageId}.`)
    return sent
  }
}
