import { z } from 'zod'
import { forgeSettingsSchema } from './forge-settings.js'
import { loopSettingsSchema, protocolSettingsSchema } from './loop-settings.js'
import { retentionSettingsSchema } from './retention-settings.js'
import { serverSettingsSchema } from './server-settings.js'
import { notifySettingsSchema, watchdogSettingsSchema } from './watchdog-settings.js'

const recipeEntry = z.strictObject({
  url: z.string().describe('git URL, or a folder relative to cc-ci.yaml'),
  enrolled: z.boolean().default(false).describe('whether scheduled sweeps include it'),
  codeApproved: z
    .boolean()
    .default(false)
    .describe('whether code from the recipe’s own tests/ folder may run on this machine'),
})

const proxy = z.strictObject({
  address: z
    .string()
    .regex(/^[^:]+:\d+$/, 'host:port')
    .describe('where TLS connections for every app domain go; resolved by name when absent'),
  caFile: z.string().optional().describe('PEM file of the authority that signed the proxy’s certificates'),
})

/** `cc-ci.yaml`: the workspace. An unknown key is an error. */
export const workspaceConfigSchema = z.strictObject({
  version: z.literal(1),
  zone: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/)
    .default('ci.test')
    .describe('DNS zone under which each run gets its app domain'),
  engine: z
    .strictObject({
      kind: z
        .enum(['swarm', 'abra', 'auto'])
        .default('swarm')
        .describe('what deploys: cc-ci itself, the program abra, or abra where it is installed'),
      dockerHost: z.string().optional().describe('as DOCKER_HOST; the environment’s own when absent'),
      proxy: proxy.optional(),
      endpoint: z
        .string()
        .optional()
        .describe('JSON file {dockerHost, proxy} that wins over both when it exists; the test bed writes one'),
    })
    .prefault({}),
  capacity: z.number().int().positive().default(2).describe('how many runs may be on this host at once'),
  runLimit: z
    .number()
    .int()
    .min(1)
    .max(3600)
    .default(3600)
    .describe('seconds a run may take until it is torn down; an hour at most'),
  runsDir: z.string().default('runs').describe('folder that keeps the run folders, relative to cc-ci.yaml'),
  upgrade: z
    .strictObject({
      skipCanonicals: z
        .boolean()
        .default(false)
        .describe('upgrade from the newest older release, even if a sweep knows the last green one'),
    })
    .prefault({}),
  results: z
    .strictObject({
      trustedKeys: z
        .array(z.string().regex(/^[0-9a-f]{64}$/, 'a fingerprint of 64 hexadecimal digits'))
        .default([])
        .describe('fingerprints of other hosts’ signing keys whose results count as signed'),
      retention: retentionSettingsSchema.prefault({}),
    })
    .prefault({}),
  recipes: z.record(z.string(), recipeEntry).default({}),
  forge: forgeSettingsSchema.optional(),
  protocol: protocolSettingsSchema.prefault({}),
  loops: z.array(loopSettingsSchema).default([]).describe('the agents that `cc-ci loop start` starts'),
  watchdog: watchdogSettingsSchema.prefault({}),
  notify: notifySettingsSchema.prefault({}),
  server: serverSettingsSchema.prefault({}),
})

export type WorkspaceConfig = z.infer<typeof workspaceConfigSchema>

/** The JSON document that `engine.endpoint` names: where a Docker Swarm and its proxy are reached. */
export const endpointSchema = z.looseObject({ dockerHost: z.string(), proxy: proxy.optional() })

export type Endpoint = z.infer<typeof endpointSchema>
