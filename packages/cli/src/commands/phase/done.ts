import type { DoneJudgement, Publication } from '@cc-ci/loop-launcher'
import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { actorFlag } from '../../phase/actor-flag.js'
import { formatJudgement } from '../../phase/format-judgement.js'
import { formatPublication } from '../../phase/format-publication.js'
import { openPhases } from '../../phase/open-phases.js'
import { readActor } from '../../phase/read-actor.js'

export default class PhaseDone extends BaseCommand {
  static override readonly args = {
    phase: Args.string({ description: 'id of the phase', required: true, ignoreStdin: true }),
  }
  static override readonly description =
    'declare a phase done if every item is proven, or say which item breaks which rule and end with 1; for the builder'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> 1 --as builder',
    '<%= config.bin %> <%= command.id %> 1 --as builder --json',
  ]
  static override readonly flags = { as: actorFlag }

  async run(): Promise<DoneJudgement & { readonly publication: Publication | null }> {
    const { args, flags } = await this.parse(PhaseDone)
    const workspace = await this.workspace()
    const actor = readActor(flags.as, this.world.environment, workspace.config.loops)
    const { declareDone, findPhase } = await import('@cc-ci/loop-launcher')
    const { plan, phases } = await openPhases(workspace, this.world, actor)
    const { judgement, publication } = await declareDone({ actor, phase: findPhase(plan, args.phase) }, phases)
    this.log(await formatJudgement(judgement, this.textStyle.width))
    if (publication !== undefined) this.log(formatPublication(publication))
    process.exitCode = judgement.done ? 0 : 1
    return { ...judgement, publication: publication ?? null }
  }
}
