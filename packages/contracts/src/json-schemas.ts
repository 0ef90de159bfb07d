import { z } from 'zod'
import { phasePlanSchema } from './phase-plan.js'
import { recipeSettingsSchema } from './recipe-settings.js'
import { runEventSchema } from './run-event.js'
import { runResultSchema } from './run-result.js'
import { workspaceConfigSchema } from './workspace-config.js'

const documents = {
  'run-result': { title: 'cc-ci results.json', schema: runResultSchema },
  'run-event': { title: 'one line of a cc-ci events.jsonl', schema: runEventSchema },
  'recipe-settings': { title: 'cc-ci recipe.yaml', schema: recipeSettingsSchema },
  'phase-plan': { title: 'cc-ci plans/phases.yaml', schema: phasePlanSchema },
  'workspace-config': { title: 'cc-ci.yaml', schema: workspaceConfigSchema },
} as const

export type DocumentName = keyof typeof documents

export const documentNames = Object.keys(documents) as readonly DocumentName[]

/**
 * The JSON Schema (draft 2020-12) of a document as it may be written: keys with a default are optional, and unknown
 * keys are refused only where the schema itself refuses them.
 */
export function jsonSchemaOf(name: DocumentName): Record<string, unknown> {
  const { title, schema } = documents[name]
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', override: dropIntegerLimits })
  return { $schema, title, ...rest }
}

/** zod states JavaScript's safe integers as bounds, which tell a reader nothing. */
function dropIntegerLimits({ jsonSchema }: { jsonSchema: { minimum?: number; maximum?: number } }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
}
