import type { StartedLoop } from '@cc-ci/loop-launcher'
import { BaseCommand } from '../../base-command.js'
import { findLoops } from '../../loop/find-loops.js'
import { formatStarted } from '../../loop/format-started.js'
import { loopNameOrAll, phaseFlag } from '../../loop/loop-arguments.js'

export default class LoopStart extends BaseCommand {
  static override readonly args = { loop: loopNameOrAll }
  static override readonly flags = { 'resume-phase': phaseFlag }
  static override readonly description =
    'start loops and wait until each has acknowledged its prompt; one that runs is left alone'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> builder --resume-phase 1c',
  ]

  async run(): Promise<{ loops: readonly StartedLoop[] }> {
    const { args, flags } = await this.parse(LoopStart)
    const { planStarts } = await import('../../loop/plan-start.js')
    const { startLoop } = await import('@cc-ci/loop-launcher')
    const workspace = await this.workspace()
    const asked = { world: this.world, asked: flags['resume-phase'] }
    const planned = await planStarts(workspace, findLoops(workspace, args.loop), asked)
    const loops: StartedLoop[] = []
    // One after the other: clients that start at the same time overwrite each other's settings.
    for (const { loop, phase } of planned) {
      const started = await startLoop(loop, phase)
      this.log(formatStarted(started))
      if (phase !== undefined && started.phase !== phase.id) {
        this.log(`It stays in its phase. To change that: cc-ci loop restart ${loop.name} --resume-phase ${phase.id}`)
      }
      loops.push(started)
    }
    return { loops }
  }
}
