import { BaseCommand } from '../../base-command.js'

export default class PhaseLint extends BaseCommand {
  static override readonly description = 'check the files of the protocol'
  static override readonly examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<void> {
    await this.parse(PhaseLint)
  }
}
