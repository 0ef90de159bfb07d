import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'

const documents = ['workspace-config', 'recipe-settings', 'run-result', 'run-event'] as const

export default class ConfigSchema extends BaseCommand {
  static override readonly args = {
    document: Args.string({
      description: 'document whose schema to print',
      default: 'workspace-config',
      options: [...documents],
      ignoreStdin: true,
    }),
  }
  static override readonly description = 'print the JSON Schema of a document, for editors'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> recipe-settings',
  ]

  async run(): Promise<unknown> {
    const { args } = await this.parse(ConfigSchema)
    const { jsonSchemaOf } = await import('@cc-ci/contracts/json-schemas')
    const schema = jsonSchemaOf(args.document as (typeof documents)[number])
    if (!this.jsonEnabled()) this.log(JSON.stringify(schema, null, 2))
    return schema
  }
}
