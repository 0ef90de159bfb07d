import { CcCiError } from '@cc-ci/kernel'
import type { Publication } from '@cc-ci/loop-launcher'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { actorFlag } from '../../phase/actor-flag.js'
import { formatPublication } from '../../phase/format-publication.js'
import { openPhases } from '../../phase/open-phases.js'
import { readActor } from '../../phase/read-actor.js'

export default class PhaseVeto extends BaseCommand {
  static override readonly args = {
    phase: Args.string({ description: 'id of the phase', required: true, ignoreStdin: true }),
  }
  static override readonly description =
    'keep a phase from being done whatever its verdicts are, or lift that; for the adversary'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> 1 --as adversary --reason "the tests were weakened"',
    '<%= config.bin %> <%= command.id %> 1 --as adversary --lift',
  ]
  static override readonly flags = {
    as: actorFlag,
    lift: Flags.boolean({ default: false, description: 'let the phase go on; the veto stays to be read' }),
    reason: Flags.string({ description: 'what must change before it is lifted', helpValue: '<text>' }),
  }

  async run(): Promise<Publication & { readonly phase: string; readonly veto: boolean }> {
    const { args, flags } = await this.parse(PhaseVeto)
    if (flags.lift === (flags.reason !== undefined)) throw conflict(flags.lift)
    const workspace = await this.workspace()
    const actor = readActor(flags.as, this.world.environment, workspace.config.loops)
    const { findPhase, vetoOrLift } = await import('@cc-ci/loop-launcher')
    const { plan, phases } = await openPhases(workspace, this.world, actor)
    const phase = findPhase(plan, args.phase)
    const outcome = await vetoOrLift({ actor, phase, reason: flags.reason }, phases)
    this.log(flags.lift ? `The veto on phase ${phase.id} is lifted.` : `Phase ${phase.id} has a veto.`)
    this.log(formatPublication(outcome))
    return { phase: phase.id, veto: !flags.lift, ...outcome }
  }
}

function conflict(both: boolean): CcCiError {
  return new CcCiError('FLAGS_CONFLICT', both ? 'A veto is given or lifted, not both.' : 'A veto needs a reason.', {
    hint: 'Give --reason "…" or --lift.',
    exitCode: 2,
  })
}
