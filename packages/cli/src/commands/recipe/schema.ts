import { BaseCommand } from '../../base-command.js'

export default class RecipeSchema extends BaseCommand {
  static override readonly description = 'print the JSON Schema of recipe.yaml, for editors'
  static override readonly examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<unknown> {
    await this.parse(RecipeSchema)
    const { jsonSchemaOf } = await import('@cc-ci/contracts/json-schemas')
    const schema = jsonSchemaOf('recipe-settings')
    if (!this.jsonEnabled()) this.log(JSON.stringify(schema, null, 2))
    return schema
  }
}
