import type { PhaseSummary } from '@cc-ci/loop-launcher'
import { BaseCommand } from '../../base-command.js'
import { formatPhases } from '../../phase/format-phases.js'
import { formatRemote } from '../../phase/format-publication.js'
import { openPhases } from '../../phase/open-phases.js'

export default class PhaseList extends BaseCommand {
  static override readonly description = 'list the phases of the plan, and how far each is'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  async run(): Promise<{ readonly phases: readonly PhaseSummary[] }> {
    await this.parse(PhaseList)
    const { plan, phases } = await openPhases(await this.workspace(), this.world)
    const { summarisePhases } = await import('@cc-ci/loop-launcher')
    const state = await phases.coordination.read()
    const summaries = summarisePhases(state, plan)
    const remote = formatRemote(state.remote)
    for (const notice of [...state.notices, ...(remote === undefined ? [] : [remote])]) this.logToStderr(notice)
    this.log(formatPhases(summaries, this.textStyle.width))
    return { phases: summaries }
  }
}
