import type { ReviewOutcome } from '@cc-ci/loop-launcher'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { actorFlag } from '../../phase/actor-flag.js'
import { formatPublication } from '../../phase/format-publication.js'
import { openPhases } from '../../phase/open-phases.js'
import { readActor } from '../../phase/read-actor.js'

export default class PhaseReview extends BaseCommand {
  static override readonly args = {
    phase: Args.string({ description: 'id of the phase', required: true, ignoreStdin: true }),
    item: Args.string({ description: 'id of the item', required: true, ignoreStdin: true }),
    command: Args.string({
      description: 'the proof, behind two dashes: a program and its arguments',
      ignoreStdin: true,
    }),
  }
  static override readonly description =
    'run the proof of an item in this clone and record what came of it; for the adversary'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> 1 D1 --as adversary --verdict pass -- npm test',
    '<%= config.bin %> <%= command.id %> 1 D1 --as adversary --verdict fail --finding "an empty name is accepted" -- npm test',
    '<%= config.bin %> <%= command.id %> 1 D1 --as adversary --verdict pass --close F1 -- npm test',
  ]
  static override readonly flags = {
    as: actorFlag,
    close: Flags.string({
      description: 'a finding that no longer holds, by its id; may be given again',
      helpValue: '<id>',
      multiple: true,
      multipleNonGreedy: true,
    }),
    finding: Flags.string({
      description: 'something that is wrong; may be given again',
      helpValue: '<text>',
      multiple: true,
      multipleNonGreedy: true,
    }),
    verdict: Flags.string({ description: 'what you conclude', options: ['pass', 'fail'], required: true }),
  }
  static override readonly strict = false

  async run(): Promise<ReviewOutcome & { readonly phase: string; readonly item: string; readonly verdict: string }> {
    const { args, flags, raw } = await this.parse(PhaseReview)
    const workspace = await this.workspace()
    const actor = readActor(flags.as, this.world.environment, workspace.config.loops)
    const { findItem, findPhase, reviewPhaseItem } = await import('@cc-ci/loop-launcher')
    const { plan, phases } = await openPhases(workspace, this.world, actor)
    const phase = findPhase(plan, args.phase)
    const item = findItem(phase, args.item).id
    const verdict = flags.verdict === 'pass' ? ('PASS' as const) : ('FAIL' as const)
    const { close: closes = [], finding: findings = [] } = flags
    // `argv` puts a word that is there twice, as the item in its own proof, into another place.
    const command = raw.flatMap(({ type, input }) => (type === 'arg' ? [input] : [])).slice(2)
    const onLine = (line: string): void => this.logToStderr(line)
    const input = { actor, phase, item, verdict, command, findings, closes, onLine }
    const outcome = await reviewPhaseItem(input, { ...phases, processes: this.world.processes })
    this.#tell(`${item} of phase ${phase.id}`, verdict, outcome)
    return { phase: phase.id, item, verdict, ...outcome }
  }

  #tell(what: string, verdict: string, outcome: ReviewOutcome): void {
    const { exitCode, opened, outputSha256, reviewedCommit, stillOpen } = outcome
    this.log(`${what}: ${verdict} at ${reviewedCommit.slice(0, 12)}; the command ended with ${exitCode}.`)
    this.log(`SHA-256 of its output: ${outputSha256}`)
    if (opened.length > 0) this.log(`Opened: ${opened.join(', ')}.`)
    if (stillOpen.length > 0)
      this.log(`Still open: ${stillOpen.join(', ')}. Close with --close <id> what no longer holds.`)
    this.log(formatPublication(outcome))
  }
}
