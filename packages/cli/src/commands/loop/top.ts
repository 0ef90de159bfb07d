import { Flags } from '@oclif/core'
import pc from 'picocolors'
import { openFullScreen } from '../../adapters/full-screen.js'
import { BaseCommand } from '../../base-command.js'
import { drawTop } from '../../watchdog-view/draw-top.js'
import { followTop } from '../../watchdog-view/follow-top.js'
import { readTicks } from '../../watchdog-view/read-ticks.js'
import { type TopView, viewTop } from '../../watchdog-view/view-top.js'

export default class LoopTop extends BaseCommand {
  static override readonly description =
    'watch all loops as the watchdog sees them: state, grounds, limits, what comes next and how often that is still allowed'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> --once',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override readonly flags = {
    once: Flags.boolean({ description: 'print one frame and end, as where there is no terminal' }),
  }

  async run(): Promise<TopView> {
    const { flags } = await this.parse(LoopTop)
    const workspace = await this.workspace()
    const { colour, width } = this.textStyle
    const paint = pc.createColors(colour)
    if (process.stdout.isTTY && !flags.once && !this.jsonEnabled()) {
      const open = (resized: () => void) => openFullScreen(process.stdout, process.stdin, resized)
      const rows = () => ({ columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 })
      return followTop(workspace, this.world, { open, draw: (view) => drawTop(view, { ...rows(), paint }) })
    }
    const view = await viewTop(workspace, this.world, await readTicks(workspace, this.world))
    this.log(drawTop(view, { columns: width, rows: Number.POSITIVE_INFINITY, paint }).join('\n'))
    return view
  }
}
