import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { ClientConfigFact, LoginFact, SessionRecord } from '../../ports/host-facts.js'
import { namesIn, orAbsent, parseJson, readText } from './read-text.js'

type Environment = Readonly<Record<string, string | undefined>>

/** Where the agent client keeps its files. */
export interface ClientPlace {
  readonly folder: string
  readonly configFile: string
}

export function clientPlace(environment: Environment): ClientPlace {
  const home = environment.HOME ?? '/'
  const own = environment.CLAUDE_CONFIG_DIR
  return { folder: own ?? join(home, '.claude'), configFile: join(own ?? home, '.claude.json') }
}

const configSchema = z.looseObject({
  projects: z.record(z.string(), z.looseObject({ hasTrustDialogAccepted: z.boolean().optional() })).optional(),
  hasCompletedOnboarding: z.boolean().optional(),
  bypassPermissionsModeAccepted: z.boolean().optional(),
  customApiKeyResponses: z.looseObject({ approved: z.array(z.string()).optional() }).optional(),
})

export async function readClientConfig(
  { configFile }: ClientPlace,
  environment: Environment,
): Promise<ClientConfigFact> {
  const text = await readText(configFile)
  if (text === undefined) return { state: 'absent' }
  const { data } = configSchema.safeParse(parseJson(text))
  if (data === undefined) return { state: 'unparsable' }
  const key = environment.ANTHROPIC_API_KEY?.slice(-20)
  const trusted = Object.entries(data.projects ?? {}).filter(([, project]) => project.hasTrustDialogAccepted === true)
  return {
    state: 'read',
    onboarded: data.hasCompletedOnboarding === true,
    bypassAccepted: data.bypassPermissionsModeAccepted === true,
    trusted: trusted.map(([folder]) => folder),
    keyApproved: key === undefined ? undefined : (data.customApiKeyResponses?.approved ?? []).includes(key),
  }
}

const recordSchema = z.looseObject({
  pid: z.number().int(),
  sessionId: z.string(),
  procStart: z.coerce.string().optional(),
})

/** The registry of live sessions, with what kills left behind in it. */
export async function readSessions({ folder }: ClientPlace): Promise<readonly SessionRecord[]> {
  const sessions = join(folder, 'sessions')
  const names = (await namesIn(sessions)).filter((name) => name.endsWith('.json'))
  const texts = await Promise.all(names.map((name) => readText(join(sessions, name))))
  return texts.flatMap((text) => {
    const { data } = recordSchema.safeParse(parseJson(text ?? ''))
    return data === undefined ? [] : [{ pid: data.pid, sessionId: data.sessionId, procStart: data.procStart }]
  })
}

const credentialsSchema = z.looseObject({
  claudeAiOauth: z.looseObject({ expiresAt: z.number().optional(), refreshToken: z.string().optional() }),
})

/** When the login ends; the credentials themselves go no further than this. */
export async function readLogin({ folder }: ClientPlace): Promise<LoginFact> {
  const text = await readText(join(folder, '.credentials.json'))
  if (text === undefined) return { present: false, endsAt: undefined, renewable: false }
  const { data } = credentialsSchema.safeParse(parseJson(text))
  if (data === undefined) throw new Error('the credentials have a shape that is not known')
  const { expiresAt, refreshToken } = data.claudeAiOauth
  return {
    present: true,
    endsAt: expiresAt === undefined ? undefined : expiresAt / 1000,
    renewable: refreshToken !== undefined && refreshToken !== '',
  }
}

export async function readCleanupDays({ folder }: ClientPlace): Promise<number | undefined> {
  const text = await readText(join(folder, 'settings.json'))
  const read = z.looseObject({ cleanupPeriodDays: z.number().optional() }).safeParse(parseJson(text ?? '{}'))
  if (!read.success) throw new Error('settings.json of the client cannot be read')
  return read.data.cleanupPeriodDays
}

/** Its transcript, looked for by id in all projects: the client may name a project anew. */
export async function findTranscript({ folder }: ClientPlace, sessionId: string): Promise<string | undefined> {
  const projects = join(folder, 'projects')
  for (const project of await namesIn(projects)) {
    const file = join(projects, project, `${sessionId}.jsonl`)
    if ((await orAbsent(() => stat(file), undefined)) !== undefined) return file
  }
  return undefined
}

/** Epoch seconds; undefined without a transcript. */
export async function transcriptWrittenAt(place: ClientPlace, sessionId: string): Promise<number | undefined> {
  const file = await findTranscript(place, sessionId)
  return file === undefined ? undefined : (await stat(file)).mtimeMs / 1000
}
