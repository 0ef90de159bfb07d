import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'

const schema = z.looseObject({
  projects: z.record(z.string(), z.looseObject({})).optional(),
  customApiKeyResponses: z.looseObject({ approved: z.array(z.string()).optional() }).optional(),
})

export interface Consent {
  /** The absolute path of the folder that the agent is to trust. */
  readonly folder: string
  /** The key that the agent is given, if any. */
  readonly apiKey: string | undefined
  readonly bypassPermissions: boolean
}

const shownKeyLength = 20

/**
 * The client's own settings with every question of a first start answered; all other keys stay as they are. Undefined
 * when nothing changes. Throws what JSON or the schema says when the text is none of the client's.
 */
export function seedClientConfig(text: string | undefined, consent: Consent): string | undefined {
  const config = schema.parse(JSON.parse(text ?? '{}'))
  const { folder, apiKey, bypassPermissions } = consent
  const approved = config.customApiKeyResponses?.approved ?? []
  const key = apiKey?.slice(-shownKeyLength)
  const seeded = {
    ...config,
    hasCompletedOnboarding: true,
    ...(bypassPermissions && { bypassPermissionsModeAccepted: true }),
    projects: { ...config.projects, [folder]: { ...config.projects?.[folder], hasTrustDialogAccepted: true } },
    ...(key !== undefined &&
      !approved.includes(key) && {
        customApiKeyResponses: { ...config.customApiKeyResponses, approved: [...approved, key] },
      }),
  }
  return isDeepStrictEqual(config, seeded) ? undefined : `${JSON.stringify(seeded, null, 2)}\n`
}
