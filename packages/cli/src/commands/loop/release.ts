import type { HeldLoop } from '@cc-ci/loop-launcher'
import { BaseCommand } from '../../base-command.js'
import { buildLoop } from '../../loop/build-loop.js'
import { findLoop } from '../../loop/find-loops.js'
import { loopName } from '../../loop/loop-arguments.js'

export default class LoopRelease extends BaseCommand {
  static override readonly args = { loop: loopName }
  static override readonly description = 'let a held loop go'
  static override readonly examples = ['<%= config.bin %> <%= command.id %> builder']

  async run(): Promise<HeldLoop> {
    const { args } = await this.parse(LoopRelease)
    const workspace = await this.workspace()
    const { releaseLoop } = await import('@cc-ci/loop-launcher')
    const settings = findLoop(workspace, args.loop)
    const released = await releaseLoop(await buildLoop(workspace, settings, this.world))
    this.log(released.changed ? `${released.loop} is released.` : `${released.loop} was not held.`)
    return released
  }
}
