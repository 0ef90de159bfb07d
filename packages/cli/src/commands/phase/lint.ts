import type { LintFinding } from '@cc-ci/loop-launcher'
import { BaseCommand } from '../../base-command.js'
import { openPhases } from '../../phase/open-phases.js'

export default class PhaseLint extends BaseCommand {
  static override readonly description =
    'check the files of the protocol for what people or programs would misread; ends with 1 if there is any'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  async run(): Promise<{ readonly findings: readonly LintFinding[] }> {
    await this.parse(PhaseLint)
    const { plan, phases } = await openPhases(await this.workspace(), this.world)
    const { lintPhases } = await import('@cc-ci/loop-launcher')
    const findings = await lintPhases(plan, phases)
    for (const { path, line, rule, message } of findings)
      this.log(`${path}${line === undefined ? '' : `:${line}`}: ${rule}: ${message}`)
    this.log(findings.length === 0 ? 'Nothing to find fault with.' : `${findings.length} findings.`)
    process.exitCode = findings.length === 0 ? 0 : 1
    return { findings }
  }
}
