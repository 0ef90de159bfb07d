import { z } from 'zod'

/** One recipe that was deployed before the recipe under test, and what became of it. */
export const dependencyRecordSchema = z.object({
  recipe: z.string(),
  version: z.string().describe('release that was deployed, or the short hash of a recipe without releases'),
  domain: z.string(),
  provider: z.string().nullable().describe('admin API that the app was registered by; null where it only had to run'),
  status: z.enum(['ready', 'failed']),
  proven: z.boolean().describe('a test that needs it passed'),
  seconds: z.number().min(0),
  reason: z.string().nullable().describe('why it is not ready; null when it is'),
})
