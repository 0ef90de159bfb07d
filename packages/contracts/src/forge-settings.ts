import { z } from 'zod'

/** The `forge` key of cc-ci.yaml: where pull requests are. */
export const forgeSettingsSchema = z.strictObject({
  kind: z
    .enum(['gitea', 'forgejo', 'github'])
    .optional()
    .describe('which API it has; when absent, github for github.com and gitea for every other host'),
  url: z
    .url({ protocol: /^https?$/, error: 'an address such as https://git.example.org' })
    .optional()
    .describe('where it is; the token goes to this host only. When absent, the host of the recipe’s repository'),
  token: z
    .string()
    .regex(/^secret:[A-Za-z0-9][\w.-]*$/, 'a reference such as secret:forge-token, never the token itself')
    .optional()
    .describe('name of the secret that holds the token for private repositories; CC_CI_FORGE_TOKEN wins over it'),
})

export type ForgeSettings = z.infer<typeof forgeSettingsSchema>
