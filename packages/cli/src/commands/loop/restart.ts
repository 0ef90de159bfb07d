import type { StartedLoop } from '@cc-ci/loop-launcher'
import { BaseCommand } from '../../base-command.js'
import { findLoop } from '../../loop/find-loops.js'
import { formatStarted } from '../../loop/format-started.js'
import { loopName, phaseFlag } from '../../loop/loop-arguments.js'

export default class LoopRestart extends BaseCommand {
  static override readonly args = { loop: loopName }
  static override readonly flags = { 'resume-phase': phaseFlag }
  static override readonly description = 'stop a loop and start it again; what would refuse the start stops nothing'
  static override readonly examples = ['<%= config.bin %> <%= command.id %> builder']

  async run(): Promise<StartedLoop> {
    const { args, flags } = await this.parse(LoopRestart)
    const { planStarts } = await import('../../loop/plan-start.js')
    const { restartLoop } = await import('@cc-ci/loop-launcher')
    const workspace = await this.workspace()
    const settings = findLoop(workspace, args.loop)
    const asked = { world: this.world, asked: flags['resume-phase'] }
    const [planned] = await planStarts(workspace, [settings], asked)
    if (planned === undefined) throw new Error('one loop is one start')
    const started = await restartLoop(planned.loop, planned.phase)
    this.log(formatStarted(started))
    return started
  }
}
