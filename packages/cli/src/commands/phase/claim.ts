import type { ClaimOutcome } from '@cc-ci/loop-launcher'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { actorFlag } from '../../phase/actor-flag.js'
import { formatPublication } from '../../phase/format-publication.js'
import { openPhases } from '../../phase/open-phases.js'
import { readActor } from '../../phase/read-actor.js'

export default class PhaseClaim extends BaseCommand {
  static override readonly args = {
    phase: Args.string({ description: 'id of the phase', required: true, ignoreStdin: true }),
    item: Args.string({ description: 'id of the item that now holds', required: true, ignoreStdin: true }),
  }
  static override readonly description =
    'say that an item holds at the commit that is pushed, and how the adversary sees it; for the builder'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> 1 D1 --as builder --how "npm test" --expected "0 failed" --where "the last line"',
    '<%= config.bin %> <%= command.id %> 1 D2 --as builder --how "npm run e2e" --expected "exit code 0" --where "the terminal" --json',
  ]
  static override readonly flags = {
    as: actorFlag,
    expected: Flags.string({ description: 'what is then seen', helpValue: '<text>' }),
    how: Flags.string({ description: 'how to see that it holds: a command', helpValue: '<text>' }),
    where: Flags.string({ description: 'where to look', helpValue: '<text>' }),
  }

  async run(): Promise<ClaimOutcome & { readonly phase: string; readonly item: string }> {
    const { args, flags } = await this.parse(PhaseClaim)
    const workspace = await this.workspace()
    const actor = readActor(flags.as, this.world.environment, workspace.config.loops)
    const { claimPhaseItem, findItem, findPhase } = await import('@cc-ci/loop-launcher')
    const { plan, phases } = await openPhases(workspace, this.world, actor)
    const phase = findPhase(plan, args.phase)
    const item = findItem(phase, args.item).id
    const { how, expected, where } = flags
    const outcome = await claimPhaseItem({ actor, phase, item, how, expected, where }, phases)
    const { claimedCommit, main } = outcome
    this.log(`${item} of phase ${phase.id} is claimed at ${claimedCommit.slice(0, 12)}.`)
    if (main.verdict === 'unknown') this.log(`Whether the branch is green is not known: ${main.because}.`)
    this.log(formatPublication(outcome))
    return { phase: phase.id, item, ...outcome }
  }
}
