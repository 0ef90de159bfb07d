import type { Judgement } from '@cc-ci/watchdog'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { formatJudgements } from '../../watchdog/format-judgements.js'
import { readJudgeOptions } from '../../watchdog/read-judge-options.js'
import { readRecording } from '../../watchdog/read-recording.js'

export default class WatchdogJudge extends BaseCommand {
  static override readonly strict = false
  static override readonly args = {
    recording: Args.string({
      description: 'a file that the agent client or its terminal wrote; more may follow',
      ignoreStdin: true,
      required: true,
    }),
  }
  static override readonly description =
    'say what the watchdog would think of recorded screens, transcripts, hook spools, registry files, status lines and JSON streams; ends with 3 if a file cannot be read'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> screen.txt',
    '<%= config.bin %> <%= command.id %> sessions.jsonl --live 426:214837 --json',
  ]
  static override readonly flags = {
    live: Flags.string({
      description: 'pid and start of a process that lives, or “none”: then all others are gone; may be repeated',
      helpValue: '<pid>:<start>',
      multiple: true,
      multipleNonGreedy: true,
    }),
    zone: Flags.string({ description: 'time zone of the client, for times that name none', helpValue: 'Area/City' }),
    at: Flags.string({ description: 'when the screens were captured, instead of a guess from the file’s date' }),
  }

  async run(): Promise<{ readonly schemaVersion: 1; readonly files: readonly Judgement[] }> {
    const { argv, flags } = await this.parse(WatchdogJudge)
    const options = readJudgeOptions(flags)
    const { judgeRecording, judgeUnreadable } = await import('@cc-ci/watchdog')
    const read = argv.map((file) => readRecording(String(file), this.world.cwd))
    const files = read.map((each) =>
      'text' in each ? judgeRecording(each, options) : judgeUnreadable(each.file, each.unreadable),
    )
    this.log(formatJudgements(files, this.textStyle.width))
    process.exitCode = read.every((each) => 'text' in each) ? 0 : 3
    return { schemaVersion: 1, files }
  }
}
