import { resolve } from 'node:path'
import type { ComparedDecision, Comparison, Damage } from '@cc-ci/watchdog'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { buildReducer } from '../../watchdog-view/build-reducer.js'
import { formatComparison } from '../../watchdog-view/format-comparison.js'
import { openJournal } from '../../watchdog-view/open-journal.js'
import { readRules } from '../../watchdog-view/read-rules.js'

export interface Replay extends Omit<Comparison, 'final'> {
  readonly schemaVersion: 1
  readonly journal: string
  readonly decisions: readonly ComparedDecision[]
  /** False where older lines are gone: what was counted in them is not known. */
  readonly whole: boolean
  readonly skipped: number
  readonly gaps: readonly number[]
  readonly damage: readonly Damage[]
}

export default class WatchdogReplay extends BaseCommand {
  static override readonly args = {
    journal: Args.string({
      description: 'file, or state folder; that of the workspace when absent',
      ignoreStdin: true,
    }),
  }
  static override readonly flags = {
    rules: Flags.string({
      description: 'YAML file with other rules: what stands under `watchdog` in cc-ci.yaml; its present ones if absent',
      helpValue: '<yaml>',
    }),
  }
  static override readonly description =
    'decide again on what the watchdog saw, under the present rules or others, and show what comes out otherwise; ends with 1 if anything does'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  async run(): Promise<Replay> {
    const { args, flags } = await this.parse(WatchdogReplay)
    const { folder, config } = await this.workspace()
    const { chooseStart, compareDecisions, watchFolder } = await import('@cc-ci/watchdog')
    const { cwd } = this.world
    const rules = flags.rules === undefined ? config.watchdog : await readRules(resolve(cwd, flags.rules))
    const place = args.journal === undefined ? watchFolder(folder) : resolve(cwd, args.journal)
    const journal = await openJournal(place)
    const { state, lines, ...start } = chooseStart(journal.lines)
    const { final: _, ...comparison } = compareDecisions({ state, lines }, await buildReducer(rules, this.world))
    const replay: Replay = { schemaVersion: 1, journal: place, ...start, damage: journal.damage, ...comparison }
    this.log(formatComparison(replay))
    process.exitCode = replay.counts['only-then'] + replay.counts['only-now'] > 0 ? 1 : 0
    return replay
  }
}
