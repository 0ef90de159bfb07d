import { runInForeground } from '../../adapters/run-in-foreground.js'
import { BaseCommand } from '../../base-command.js'
import { buildLoop } from '../../loop/build-loop.js'
import { findLoop } from '../../loop/find-loops.js'
import { loopName } from '../../loop/loop-arguments.js'

export default class LoopAttach extends BaseCommand {
  static override readonly args = { loop: loopName }
  static override readonly description = 'look at the terminal of a loop, or print the command for it'
  static override readonly examples = ['<%= config.bin %> <%= command.id %> builder --json']

  async run(): Promise<{ loop: string; command: readonly string[] }> {
    const { args } = await this.parse(LoopAttach)
    const workspace = await this.workspace()
    const settings = findLoop(workspace, args.loop)
    const { terminal } = await buildLoop(workspace, settings, this.world)
    const command = terminal.attachCommand(args.loop)
    const canShow = process.stdin.isTTY && process.stdout.isTTY && !this.jsonEnabled()
    if (canShow) process.exitCode = runInForeground(command)
    else this.log(command.join(' '))
    return { loop: args.loop, command }
  }
}
