import { basename, resolve } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import type { WrittenBundle } from '../../bundle/write-bundle.js'
import { findStoredRun } from '../../find-stored-run.js'

export default class ResultsBundle extends BaseCommand {
  static override readonly args = {
    run: Args.string({ description: 'id of the run, or “latest”', default: 'latest', ignoreStdin: true }),
  }
  static override readonly description = 'pack a run into one .tar.gz for others, with everything redacted'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> latest',
    '<%= config.bin %> <%= command.id %> 12 --output report.tar.gz',
  ]
  static override readonly flags = {
    output: Flags.string({ description: 'file to write instead of cc-ci-run-<id>.tar.gz', helpValue: '<file>' }),
  }

  async run(): Promise<WrittenBundle> {
    const { args, flags } = await this.parse(ResultsBundle)
    const { folder } = await findStoredRun(await this.workspace(), args.run, (text) => this.logToStderr(text))
    const output = resolve(this.world.cwd, flags.output ?? `cc-ci-run-${basename(folder)}.tar.gz`)
    const { writeBundle } = await import('../../bundle/write-bundle.js')
    const written = await writeBundle(folder, output, this.world)
    this.log(written.bundle)
    for (const note of written.notes) this.logToStderr(note)
    return written
  }
}
