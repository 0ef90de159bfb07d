import { z } from 'zod'
import { type RungName, rungNames } from './ladder.js'

const environment = z.record(z.string().regex(/^[A-Za-z_]\w*$/, 'letters, digits and _ only'), z.string())

const healthyCode = z
  .number()
  .int()
  .min(200)
  .max(599)
  .refine((code) => code !== 404, '404 is never healthy: an undeployed app answers it too')

/** Install and lint can always be tried, so neither is ever skipped on purpose. */
const neverSkipped: readonly RungName[] = ['install', 'lint']

const expectedNa = z.partialRecord(z.enum(rungNames), z.string().min(1)).superRefine((reasons, context) => {
  for (const rung of neverSkipped.filter((each) => each in reasons))
    context.addIssue({ code: 'custom', path: [rung], message: `${rung} always applies` })
})

/** `recipe.yaml`: how one recipe is tested. Times are seconds. Every key has a default; an unknown key is an error. */
export const recipeSettingsSchema = z.strictObject({
  healthPath: z.string().startsWith('/').default('/').describe('path that is requested to see whether the app serves'),
  healthOk: z.array(healthyCode).min(1).default([200, 301, 302]).describe('HTTP status codes that count as healthy'),
  deployTimeout: z.number().int().positive().default(600).describe('seconds a deploy may take to converge'),
  httpTimeout: z
    .number()
    .int()
    .positive()
    .default(300)
    .describe('seconds until the app must answer after it converged'),
  extraEnv: environment.default({}).describe('variables added to the app’s env file at install'),
  upgradeExtraEnv: environment
    .default({})
    .describe('variables added at the upgrade, for keys only newer versions know'),
  upgradeBaseVersion: z.string().optional().describe('the version to upgrade from, instead of the one that is found'),
  expectedNa: expectedNa.default({}).describe('rungs that cannot apply to this recipe, each with its reason'),
  backupCapable: z
    .boolean()
    .optional()
    .describe('whether the recipe can be backed up; found from its labels when absent'),
  readyProbe: z
    .union([
      z.strictObject({
        path: z.string().startsWith('/'),
        ok: z.array(healthyCode).min(1).default([200]),
        host: z.string().optional(),
      }),
      z.strictObject({
        tcpHost: z.string(),
        tcpPort: z.number().int().min(1).max(65535),
        stable: z.number().int().positive().default(3),
      }),
    ])
    .optional()
    .describe('extra readiness: an HTTP path, or a TCP port that accepts `stable` connections in a row'),
  screenshot: z
    .strictObject({
      path: z.string().startsWith('/').default('/').describe('page that is shown, without credentials'),
      waitFor: z.string().min(1).optional().describe('CSS selector of what must be visible first'),
      mask: z.array(z.string().min(1)).default([]).describe('CSS selectors of what is covered'),
      off: z.string().min(1).optional().describe('why no screenshot is taken'),
    })
    .prefault({})
    .describe('what the pictures of the running app show'),
  deps: z.array(z.string()).default([]).describe('recipes that must run before this one'),
  warmCanonical: z
    .boolean()
    .default(false)
    .describe(
      'whether sweeps test it and keep the app of its last green release, as `enrolled` in cc-ci.yaml says, too',
    ),
})

export type RecipeSettings = z.infer<typeof recipeSettingsSchema>
