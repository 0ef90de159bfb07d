import { stringify } from 'yaml'
import { BaseCommand } from '../../base-command.js'

export default class ConfigShow extends BaseCommand {
  static override readonly description = 'show the configuration in effect and where it comes from'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  async run(): Promise<unknown> {
    await this.parse(ConfigShow)
    const workspace = await this.workspace()
    const { file, config, overridden } = workspace
    const { endpointOf } = await import('../../workspace/load-workspace.js')
    const endpoint = endpointOf(workspace)
    this.log(`# ${file ?? 'no cc-ci.yaml found: the defaults'}`)
    for (const [key, name] of Object.entries(overridden)) this.log(`# ${key} comes from ${name}`)
    this.log(stringify(config).trimEnd())
    this.log(`# Docker: ${endpoint.dockerHost ?? this.world.environment.DOCKER_HOST ?? 'its own default'}`)
    this.log(`# Proxy: ${endpoint.proxy?.address ?? 'by the app domain’s own address'}`)
    return { file: file ?? null, config, overridden, endpoint }
  }
}
