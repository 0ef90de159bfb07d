import type { ShapeComparison } from '@cc-ci/watchdog'
import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { formatNewShapes } from '../../watchdog/format-new-shapes.js'
import { readRecording, recordingUnreadable } from '../../watchdog/read-recording.js'

export default class WatchdogCanary extends BaseCommand {
  static override readonly strict = false
  static override readonly args = {
    recording: Args.string({
      description: 'a file that a new version of the agent client wrote; more may follow',
      ignoreStdin: true,
      required: true,
    }),
  }
  static override readonly description =
    'list fields, words and parts of the screen that no known version of the agent client has; ends with 1 if there are any'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> screen.txt sessions.jsonl',
    '<%= config.bin %> <%= command.id %> screen.txt --json',
  ]

  async run(): Promise<{ schemaVersion: 1; knownVersion: string; files: readonly ShapeComparison[] }> {
    const { argv } = await this.parse(WatchdogCanary)
    const { findNewShapes, newestKnownVersion } = await import('@cc-ci/watchdog')
    const files = argv.map((file) => {
      const read = readRecording(String(file), this.world.cwd)
      if ('unreadable' in read) throw recordingUnreadable(read)
      return findNewShapes(read)
    })
    this.log(formatNewShapes(files, newestKnownVersion))
    process.exitCode = files.every((file) => file.new.length === 0) ? 0 : 1
    return { schemaVersion: 1, knownVersion: newestKnownVersion, files }
  }
}
