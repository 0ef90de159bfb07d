import { z } from 'zod'

const commit = z.string().regex(/^[0-9a-f]{40}$/)
const epochSeconds = z.number().int().min(0)

/** The last release of a recipe that a sweep found green: exactly the commit that was tested (V-06). */
export const canonicalRecordSchema = z.strictObject({
  recipe: z.string().min(1),
  version: z.string().min(1).describe('the release tag that was tested'),
  commit: commit.describe('full hash of the commit that was tested'),
  status: z.literal('idle').describe('nothing of it is deployed'),
  ts: epochSeconds.describe('when it was found green'),
})

export type CanonicalRecord = z.infer<typeof canonicalRecordSchema>

const sweptRecipe = z.strictObject({
  recipe: z.string().min(1),
  version: z.string().min(1),
  commit,
  runId: z.string(),
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(142)]).describe('of the run; green, red, deadline'),
})

export type SweptRecipe = z.infer<typeof sweptRecipe>

/** A sweep that has not ended: what of it is done, so that it can be taken up again after a kill (D-04). */
export const sweepJournalSchema = z.strictObject({
  schemaVersion: z.literal(1),
  startedAt: epochSeconds,
  done: z.array(sweptRecipe),
})

export type SweepJournalDocument = z.infer<typeof sweepJournalSchema>
