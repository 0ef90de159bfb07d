import { BaseCommand } from '../../base-command.js'

export default class ConfigCheck extends BaseCommand {
  static override readonly description = 'check cc-ci.yaml and every variable that overrides it'
  static override readonly examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<unknown> {
    await this.parse(ConfigCheck)
    const workspace = await this.workspace()
    const { endpointOf } = await import('../../workspace/load-workspace.js')
    endpointOf(workspace)
    this.log(
      workspace.file === undefined
        ? 'There is no cc-ci.yaml here or above; the defaults hold.'
        : `${workspace.file} is valid.`,
    )
    return { file: workspace.file ?? null, valid: true }
  }
}
