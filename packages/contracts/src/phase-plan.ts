import { z } from 'zod'

const item = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,15}$/, 'letters, digits, dots and dashes, 16 at most'),
  title: z.string().min(1).describe('one sentence that is true or not'),
})

const phase = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,15}$/, 'small letters, digits and dashes, 16 at most')
    .describe('also the name of its folder below the protocol folder'),
  title: z.string().min(1),
  file: z.string().describe('its plan, relative to phases.yaml'),
  items: z.array(item).min(1).describe('its Definition of Done; every one needs a fresh PASS of the adversary'),
  models: z
    .partialRecord(z.enum(['builder', 'adversary', 'orchestrator']), z.string())
    .default({})
    .describe('models pinned for this phase, by role; they win over a loop’s own'),
})

/** `plans/phases.yaml`: the phases in the order in which they are worked. */
export const phasePlanSchema = z
  .strictObject({ version: z.literal(1), phases: z.array(phase).min(1) })
  .check(({ value, issues }) => {
    value.phases.forEach(({ id, items }, index) => {
      if (value.phases.findIndex((each) => each.id === id) < index)
        issues.push({ code: 'custom', input: id, path: ['phases', index, 'id'], message: `a second phase "${id}"` })
      items.forEach((each, at) => {
        if (items.findIndex((other) => other.id === each.id) < at)
          issues.push({
            code: 'custom',
            input: each.id,
            path: ['phases', index, 'items', at, 'id'],
            message: `a second item "${each.id}"`,
          })
      })
    })
  })

export type PhasePlan = z.infer<typeof phasePlanSchema>
export type Phase = PhasePlan['phases'][number]
export type PhaseItem = Phase['items'][number]
