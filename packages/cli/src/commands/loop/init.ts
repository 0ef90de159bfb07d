import { createInterface } from 'node:readline/promises'
import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { planPackageFolder, readPlanPackage } from '../../loop-setup/read-plan-package.js'

interface LoopSetup {
  readonly folder: string
  readonly written: readonly { readonly path: string; readonly purpose: string }[]
  /** What was there already. */
  readonly kept: readonly string[]
}

export default class LoopInit extends BaseCommand {
  static override readonly description =
    'add a builder, an adversary and an orchestrator to a workspace, with plans, prompts and the protocol between them'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --yes',
  ]
  static override readonly flags = {
    yes: Flags.boolean({ description: 'write without asking; nothing is asked where no terminal is, either' }),
  }

  async run(): Promise<LoopSetup> {
    const { flags } = await this.parse(LoopInit)
    const workspace = await this.workspace()
    const { prepareSetup, writeSetup } = await import('../../loop-setup/set-up-loops.js')
    const plan = prepareSetup(workspace, readPlanPackage(this.planPackage))
    const { folder } = workspace
    const written = plan.write.map(({ path, purpose }) => ({ path, purpose }))
    const width = Math.max(0, ...written.map(({ path }) => path.length))
    for (const { path, purpose } of written) this.log(`${path.padEnd(width)}  ${purpose}`)
    if (written.length === 0) this.log(`${folder} has its loops already; nothing was written.`)
    else if (flags.yes || (await this.#isWanted(folder))) writeSetup(folder, plan)
    else return { folder, written: [], kept: plan.kept }
    this.log('\nCommit this and push it; then see what the host still lacks, and start:')
    this.log('  cc-ci loop doctor\n  cc-ci loop start')
    return { folder, written, kept: plan.kept }
  }

  protected get planPackage(): string {
    return planPackageFolder(this.config.root)
  }

  async #isWanted(folder: string): Promise<boolean> {
    if (this.jsonEnabled() || !process.stdin.isTTY || !process.stdout.isTTY) return true
    const questions = createInterface({ input: process.stdin, output: process.stdout })
    try {
      const answer = await questions.question(`\nWrite this below ${folder}? [y/N] `)
      return /^y(es)?$/i.test(answer.trim())
    } finally {
      questions.close()
    }
  }
}
