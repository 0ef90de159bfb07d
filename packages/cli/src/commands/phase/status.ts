import type { PhaseDetails, PhaseSummary } from '@cc-ci/loop-launcher'
import { BaseCommand } from '../../base-command.js'
import { formatPhase } from '../../phase/format-phase.js'
import { openPhases } from '../../phase/open-phases.js'

export default class PhaseStatus extends BaseCommand {
  static override readonly description =
    'show the current phase, the first that is not done: what is claimed, what passed, and what is in the way'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  async run(): Promise<{ readonly phases: readonly PhaseSummary[]; readonly current: PhaseDetails | null }> {
    await this.parse(PhaseStatus)
    const { plan, phases } = await openPhases(await this.workspace(), this.world)
    const { describePhase, findPhase, summarisePhases } = await import('@cc-ci/loop-launcher')
    const state = await phases.coordination.read()
    const summaries = summarisePhases(state, plan)
    const { id } = summaries.find(({ current }) => current) ?? {}
    const done = summaries.filter((each) => each.done).length
    this.log(`${done} of ${summaries.length} phases ${done === 1 ? 'is' : 'are'} done.`)
    if (id === undefined) return { phases: summaries, current: null }
    const current = await describePhase(state, findPhase(plan, id), phases)
    this.log(formatPhase(current, { width: this.textStyle.width, now: this.world.clock.now() }))
    return { phases: summaries, current }
  }
}
