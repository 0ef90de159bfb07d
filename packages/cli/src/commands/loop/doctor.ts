import type { Check } from '@cc-ci/loop-launcher'
import { BaseCommand } from '../../base-command.js'
import { formatDoctor } from '../../loop-setup/format-doctor.js'

export default class LoopDoctor extends BaseCommand {
  static override readonly description =
    'look for everything that stops loops without a word, each with its fix; ends with 1 if there is a problem'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  async run(): Promise<{ readonly checks: readonly Check[] }> {
    await this.parse(LoopDoctor)
    const { folder, config } = await this.workspace()
    const { diagnose, exitCodeOf, readHostFacts } = await import('@cc-ci/loop-launcher')
    const { environment } = this.world
    const { loops, protocol } = config
    const facts = await readHostFacts({ workspace: folder, loops, protocol, environment }, this.world)
    const checks = diagnose(facts)
    this.log(formatDoctor(checks, this.textStyle.width))
    process.exitCode = exitCodeOf(checks)
    return { checks }
  }
}
