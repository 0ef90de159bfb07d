import { readFile } from 'node:fs/promises'
import type { Check, FactsDocument } from '@cc-ci/loop-launcher'
import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { formatDoctor } from '../../loop-setup/format-doctor.js'

export default class LoopDoctor extends BaseCommand {
  static override readonly description =
    'look for everything that stops loops without a word, each with its fix; ends with 1 if there is a problem'
  static override readonly flags = {
    facts: Flags.boolean({
      description: 'print what was found on the host instead of judging it, for somebody else; no secrets are in it',
    }),
    fixture: Flags.string({
      description: 'judge what --facts printed, on whatever host',
      exclusive: ['facts'],
      helpValue: '<file>',
    }),
  }
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
    '<%= config.bin %> <%= command.id %> --facts > facts.json',
    '<%= config.bin %> <%= command.id %> --fixture facts.json',
  ]

  async run(): Promise<{ readonly checks: readonly Check[] } | FactsDocument> {
    const { flags } = await this.parse(LoopDoctor)
    const { diagnose, exitCodeOf, exportFacts } = await import('@cc-ci/loop-launcher')
    const facts = flags.fixture === undefined ? await this.#lookAtHost() : await readFixture(flags.fixture)
    if (flags.facts) {
      const document = exportFacts(facts)
      this.log(JSON.stringify(document, undefined, 2))
      return document
    }
    const checks = diagnose(facts)
    this.log(formatDoctor(checks, this.textStyle.width))
    process.exitCode = exitCodeOf(checks)
    return { checks }
  }

  async #lookAtHost() {
    const { folder, config } = await this.workspace()
    const { readHostFacts } = await import('@cc-ci/loop-launcher')
    const { environment } = this.world
    const { loops, protocol } = config
    return readHostFacts({ workspace: folder, loops, protocol, environment }, this.world)
  }
}

async function readFixture(file: string) {
  const { readFacts } = await import('@cc-ci/loop-launcher')
  return readFacts(await readFile(file, 'utf8').catch(() => ''), file)
}
