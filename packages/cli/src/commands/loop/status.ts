import type { LoopStatus } from '@cc-ci/loop-launcher'
import { BaseCommand } from '../../base-command.js'
import { buildLoop } from '../../loop/build-loop.js'
import { findLoops } from '../../loop/find-loops.js'
import { formatStatus } from '../../loop/format-status.js'
import { loopNameOrAll } from '../../loop/loop-arguments.js'

export default class LoopStatusCommand extends BaseCommand {
  static override readonly args = { loop: loopNameOrAll }
  static override readonly description = 'say what each loop does, and since when'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> builder --json',
  ]

  async run(): Promise<{ loops: readonly LoopStatus[] }> {
    const { args } = await this.parse(LoopStatusCommand)
    const workspace = await this.workspace()
    const { readStatus } = await import('@cc-ci/loop-launcher')
    const loops: LoopStatus[] = []
    for (const settings of findLoops(workspace, args.loop)) {
      loops.push(await readStatus(await buildLoop(workspace, settings, this.world)))
    }
    this.log(formatStatus(loops, this.world.clock.now()))
    return { loops }
  }
}
