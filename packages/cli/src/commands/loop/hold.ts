import type { HeldLoop } from '@cc-ci/loop-launcher'
import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { buildLoop } from '../../loop/build-loop.js'
import { findLoop } from '../../loop/find-loops.js'
import { loopName } from '../../loop/loop-arguments.js'

export default class LoopHold extends BaseCommand {
  static override readonly args = { loop: loopName }
  static override readonly flags = {
    reason: Flags.string({ description: 'for those who find it held', required: true }),
  }
  static override readonly description = 'keep everybody from starting or writing to a loop; what runs goes on'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> builder --reason "a person works in its clone"',
  ]

  async run(): Promise<HeldLoop> {
    const { args, flags } = await this.parse(LoopHold)
    const workspace = await this.workspace()
    const { holdLoop } = await import('@cc-ci/loop-launcher')
    const settings = findLoop(workspace, args.loop)
    const held = await holdLoop(await buildLoop(workspace, settings, this.world), flags.reason)
    this.log(held.changed ? `${held.loop} is held.` : `${held.loop} was held already.`)
    return held
  }
}
