import { z } from 'zod'

const commit = z.string().regex(/^[0-9a-f]{40}$/)
const epochSeconds = z.number().int().min(0)

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** The app of a green release as it is kept: undeployed, with its volumes, and one snapshot of them. */
const keptAppSchema = z.strictObject({
  version: z.string().min(1).describe('the release tag that was deployed'),
  commit,
  domain: z.string().min(1).describe('its own, which no run app ever has'),
  key: sha256.describe('of everything that it was made from (V-19)'),
  vault: sha256.describe('archive of its env file and of the values of its secrets'),
  volumes: z.record(z.string(), sha256).describe('volume → archive of its content'),
  secrets: z.array(z.string()).describe('names of its secrets as Swarm knows them'),
})

export type KeptApp = z.infer<typeof keptAppSchema>

/** The last release of a recipe that a sweep found green: exactly the commit that was tested (V-06). */
export const canonicalRecordSchema = z.strictObject({
  recipe: z.string().min(1),
  version: z.string().min(1).describe('the release tag that was tested'),
  commit: commit.describe('full hash of the commit that was tested'),
  status: z.literal('idle').describe('nothing of it is deployed'),
  ts: epochSeconds.describe('when it was found green'),
  kept: keptAppSchema.optional().describe('absent until an app of it could be kept'),
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
