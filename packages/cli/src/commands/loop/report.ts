import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { LoopReport } from '@cc-ci/loop-launcher'
import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { formatReport } from '../../loop-setup/format-report.js'
import { readPhaseFacts } from '../../loop-setup/read-phase-facts.js'

export default class LoopReportCommand extends BaseCommand {
  static override readonly description =
    'write what the loops did as one page: starts and ends, claims and verdicts, tokens, and what is open'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --output report.html',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override readonly flags = {
    output: Flags.string({
      char: 'o',
      description: 'file of the page; .cc-ci/loop-report.html of the workspace if absent',
    }),
  }

  async run(): Promise<LoopReport & { readonly file: string }> {
    const { flags } = await this.parse(LoopReportCommand)
    const workspace = await this.workspace()
    const { folder, config } = workspace
    const { buildReport, readCommits, readLoopRecords, renderReport } = await import('@cc-ci/loop-launcher')
    const { clock, environment, processes } = this.world
    const subject = { workspace: folder, loops: config.loops, environment }
    const report = buildReport({
      now: clock.now().getTime() / 1000,
      loops: await readLoopRecords(subject),
      phases: await readPhaseFacts(workspace, this.world),
      commits: await readCommits(subject, config.protocol, processes),
    })
    const file =
      flags.output === undefined ? join(folder, '.cc-ci/loop-report.html') : resolve(this.world.cwd, flags.output)
    writePage(file, renderReport(report))
    this.log(formatReport(report, this.textStyle.width))
    this.log(`\n${file}`)
    return { file, ...report }
  }
}

function writePage(file: string, page: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, page)
  } catch (cause) {
    throw new CcCiError('REPORT_UNWRITABLE', `The report cannot be written to ${file}.`, {
      hint: 'Name a file in a folder that you may write to, with --output.',
      place: { file },
      exitCode: 2,
      cause,
    })
  }
}
