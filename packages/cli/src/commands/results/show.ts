import { CcCiError } from '@cc-ci/kernel'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { findStoredRun } from '../../find-stored-run.js'
import { nearestOf } from '../../nearest-of.js'

export default class ResultsShow extends BaseCommand {
  static override readonly args = {
    run: Args.string({ description: 'id of the run, or “latest”', default: 'latest', ignoreStdin: true }),
  }
  static override readonly description = 'show the rungs of a run, its data ledger, and what to fix next'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> 12 --json',
    '<%= config.bin %> <%= command.id %> --format comment',
  ]
  static override readonly flags = {
    format: Flags.string({
      description:
        'print one of the formats instead: alt, badge, comment, ctrf, junit, markdown, page, shields, status, tap',
      helpValue: '<name>',
    }),
  }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(ResultsShow)
    const { format } = flags
    if (format !== undefined && this.jsonEnabled()) throw roomForOne()
    const { result, folder } = await findStoredRun(await this.workspace(), args.run, (text) => this.logToStderr(text))
    const { formatNames, renderAs, renderSummary } = await import('@cc-ci/results-ux')
    if (format !== undefined) {
      const name = formatNames.find((each) => each === format)
      if (name === undefined) throw unknownFormat(format, formatNames)
      this.log(renderAs(name, result, { now: this.world.clock.now().getTime() / 1000 }).trimEnd())
    } else this.log(renderSummary(result, { ...this.textStyle, folder }))
    return result
  }
}

function roomForOne(): CcCiError {
  return new CcCiError(
    'FLAGS_CONFLICT',
    'Standard output has room for one document, but --json and --format each want it.',
    {
      hint: 'Leave one of them out.',
      exitCode: 2,
    },
  )
}

function unknownFormat(typed: string, known: readonly string[]): CcCiError {
  const suggestion = nearestOf(typed, known)
  return new CcCiError('FORMAT_UNKNOWN', `There is no format “${typed}”.`, {
    hint: `${suggestion === undefined ? '' : `${suggestion} `}Formats: ${known.toSorted().join(', ')}.`,
    exitCode: 2,
  })
}
