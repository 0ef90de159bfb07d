import type { Explanation } from '@cc-ci/watchdog'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { findLoop } from '../../loop/find-loops.js'
import { buildReducer } from '../../watchdog-view/build-reducer.js'
import { formatExplanation } from '../../watchdog-view/format-explanation.js'
import { openJournal } from '../../watchdog-view/open-journal.js'
import { readQuestion } from '../../watchdog-view/read-question.js'
import type { World } from '../../world.js'

interface Explained {
  readonly schemaVersion: 1
  readonly loop: string | null
  /** Epoch seconds that the question was read as. */
  readonly before: number
  /** Null when nothing was done until then. */
  readonly explanation: Explanation | null
}

export default class LoopExplain extends BaseCommand {
  static override readonly args = {
    loop: Args.string({ description: 'name of the loop in cc-ci.yaml; any when absent', ignoreStdin: true }),
    time: Args.string({
      description: 'an instant, a time of the last 24 hours, or how long ago: 2026-11-26T14:05Z, 14:05, -10m',
      ignoreStdin: true,
    }),
  }
  static override readonly flags = {
    last: Flags.boolean({ description: 'the last thing that was done' }),
  }
  static override readonly description =
    'say why the watchdog did what it did last before a time: what it saw, what it held for true, what forbade other things, and how it ended'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> --last',
    '<%= config.bin %> <%= command.id %> builder -10m',
    '<%= config.bin %> <%= command.id %> builder --last --json',
  ]

  async run(): Promise<Explained> {
    const { args, flags } = await this.parse(LoopExplain, spareMinus(this.argv))
    const workspace = await this.workspace()
    const { chooseStart, explainAction, watchFolder } = await import('@cc-ci/watchdog')
    const words = [args.loop, args.time].filter((word) => word !== undefined)
    const { loop, before } = await readQuestion(words, { last: flags.last, now: secondsNow(this.world) })
    if (loop !== undefined) findLoop(workspace, loop)
    const { watchdog: rules } = workspace.config
    const { state, lines } = chooseStart((await openJournal(watchFolder(workspace.folder))).lines)
    const reduce = await buildReducer(rules, this.world)
    const explanation = explainAction({ state, lines }, { before, loop }, { reduce, rules }) ?? null
    this.log(formatExplanation(explanation, { before, loop, since: lines[0]?.at.wall, width: this.textStyle.width }))
    return { schemaVersion: 1, loop: loop ?? null, before, explanation }
  }
}

/** Otherwise oclif takes -10m for a flag. */
function spareMinus(argv: readonly string[]): string[] {
  return argv.map((word) => (/^-\d+[smhd]$/.test(word) ? word.slice(1) : word))
}

function secondsNow({ clock }: World): number {
  return clock.now().getTime() / 1000
}
