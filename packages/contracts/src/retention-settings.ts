import { z } from 'zod'

/** `results.retention` in `cc-ci.yaml`: how much `cc-ci results prune` leaves of finished runs. Megabytes are mebibytes. */
export const retentionSettingsSchema = z.strictObject({
  days: z
    .number()
    .int()
    .min(1)
    .default(90)
    .describe('older runs keep their result, renderings and newest screenshot, and neither logs nor bundles'),
  perRunMb: z.number().positive().default(100).describe('megabytes that one run may keep'),
  totalMb: z.number().positive().default(10_000).describe('megabytes that all run folders together may keep'),
})

export type RetentionSettings = z.infer<typeof retentionSettingsSchema>
