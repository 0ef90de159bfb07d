import { z } from 'zod'

const repository = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'owner/name')

/** The `server` key of cc-ci.yaml: what `cc-ci serve` watches, and whom it hears. */
export const serverSettingsSchema = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'an address such as https://ci.example.org' })
    .optional()
    .describe('where readers of a forge find the pages; the address listened on when absent'),
  host: z.string().default('127.0.0.1').describe('address to listen on'),
  port: z.number().int().min(0).max(65_535).default(8417).describe('port to listen on; 0 takes one that is free'),
  watch: z
    .record(repository, z.string())
    .default({})
    .describe('repositories whose pull requests are heard, and the recipe that each holds'),
  organisation: z.string().optional().describe('whose members may ask for runs'),
  allow: z.array(z.string()).default([]).describe('login names that may ask as well'),
  poll: z.number().min(5).max(3600).default(30).describe('seconds between two looks for comments'),
  webhookSecret: z
    .string()
    .regex(/^secret:[A-Za-z0-9][\w.-]*$/, 'a reference such as secret:webhook, never the secret itself')
    .optional()
    .describe('name of the secret that signs webhooks; without one no webhook is taken'),
  context: z.string().default('cc-ci/level').describe('name of the commit status'),
})

export type ServerSettings = z.infer<typeof serverSettingsSchema>
