import type { StoppedLoop } from '@cc-ci/loop-launcher'
import { BaseCommand } from '../../base-command.js'
import { buildLoop } from '../../loop/build-loop.js'
import { findLoops } from '../../loop/find-loops.js'
import { loopNameOrAll } from '../../loop/loop-arguments.js'

export default class LoopStop extends BaseCommand {
  static override readonly args = { loop: loopNameOrAll }
  static override readonly description = 'stop loops: ask each agent to end, wait, and end what is left'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> builder',
  ]

  async run(): Promise<{ loops: readonly StoppedLoop[] }> {
    const { args } = await this.parse(LoopStop)
    const workspace = await this.workspace()
    const { stopLoop } = await import('@cc-ci/loop-launcher')
    const loops: StoppedLoop[] = []
    for (const settings of findLoops(workspace, args.loop)) {
      const stopped = await stopLoop(await buildLoop(workspace, settings, this.world))
      this.log(`${stopped.loop} ${words[stopped.outcome]}.`)
      loops.push(stopped)
    }
    return { loops }
  }
}

const words: Readonly<Record<StoppedLoop['outcome'], string>> = {
  asked: 'was asked to end and did',
  ended: 'did not end when asked, and was ended',
  off: 'does not run',
}
