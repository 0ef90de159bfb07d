import type { LogLine } from '@cc-ci/loop-launcher'
import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { buildLoop } from '../../loop/build-loop.js'
import { findLoop } from '../../loop/find-loops.js'
import { loopName } from '../../loop/loop-arguments.js'

export default class LoopLogs extends BaseCommand {
  static override readonly args = { loop: loopName }
  static override readonly flags = {
    lines: Flags.integer({ description: 'how many, counted from the end', default: 40, min: 1 }),
  }
  static override readonly description = 'show what happened to a loop and what was said in its conversation'
  static override readonly examples = ['<%= config.bin %> <%= command.id %> builder --lines 100']

  async run(): Promise<{ loop: string; lines: readonly LogLine[] }> {
    const { args, flags } = await this.parse(LoopLogs)
    const workspace = await this.workspace()
    const { readLog } = await import('@cc-ci/loop-launcher')
    const settings = findLoop(workspace, args.loop)
    const lines = readLog(await buildLoop(workspace, settings, this.world), flags.lines)
    for (const { at, from, text } of lines) {
      const time = new Date(at * 1000).toISOString().slice(0, 19)
      this.log(`${time}Z  ${from.padEnd(7)}  ${text.replaceAll('\n', '\n                               ')}`)
    }
    return { loop: args.loop, lines }
  }
}
