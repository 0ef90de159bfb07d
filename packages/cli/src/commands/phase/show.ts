import type { PhaseDetails } from '@cc-ci/loop-launcher'
import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { formatPhaseInFull } from '../../phase/format-phase.js'
import { openPhases } from '../../phase/open-phases.js'

export default class PhaseShow extends BaseCommand {
  static override readonly args = {
    phase: Args.string({ description: 'id of the phase', required: true, ignoreStdin: true }),
  }
  static override readonly description =
    'show one phase: its items with claim and verdict, its findings, and what keeps it from being done'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> 1',
    '<%= config.bin %> <%= command.id %> 1 --json',
  ]

  async run(): Promise<PhaseDetails> {
    const { args } = await this.parse(PhaseShow)
    const { plan, phases } = await openPhases(await this.workspace(), this.world)
    const { describePhase, findPhase } = await import('@cc-ci/loop-launcher')
    const phase = findPhase(plan, args.phase)
    const details = await describePhase(await phases.coordination.read(), phase, phases)
    this.log(formatPhaseInFull(details, { width: this.textStyle.width, now: this.world.clock.now() }))
    return details
  }
}
