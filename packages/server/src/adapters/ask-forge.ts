import { isCcCiError } from '@cc-ci/kernel'
import type { z } from 'zod'
import {
  type ForgeQuestion,
  type ForgeRefusal,
  forgeAnswerInvalid,
  forgeRefused,
  forgeUnreachable,
} from '../forge/forge-failures.js'

export interface ForgeChannelOptions {
  /** Where the forge is, without a slash at the end. */
  readonly url: string
  readonly token?: string | undefined
  /** How long one answer may take; 20 s unless told. */
  readonly timeoutMs?: number
}

const defaultTimeoutMs = 20_000

/**
 * Asks with a time limit. `refusalOf` says of what was thrown whether the forge answered it; whatever else was thrown
 * means that no answer came. No error holds the token (P-05), nor what the client threw, which may hold its headers.
 */
export async function askForge<T>(
  subject: string,
  ask: (signal: AbortSignal) => Promise<T>,
  { options, refusalOf }: { options: ForgeChannelOptions; refusalOf: (error: unknown) => ForgeRefusal | undefined },
): Promise<T> {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    return await ask(signal)
  } catch (error) {
    if (isCcCiError(error)) throw error
    const question = questionOf(subject, options)
    const refusal = refusalOf(error)
    if (refusal !== undefined) throw forgeRefused(question, refusal)
    const why = signal.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error)
    throw forgeUnreachable(question, options.token ? why.replaceAll(options.token, '***') : why)
  }
}

/** Reads an answer by a schema. Throws FORGE_ANSWER_INVALID. */
export function readAnswer<Schema extends z.ZodType>(
  schema: Schema,
  answer: unknown,
  { subject, options }: { subject: string; options: ForgeChannelOptions },
): z.infer<Schema> {
  const { success, data, error } = schema.safeParse(answer)
  if (success) return data
  const place = error.issues[0]?.path.join('.') || 'the whole'
  throw forgeAnswerInvalid(questionOf(subject, options), `with something that is no such answer (${place})`)
}

/** A name as one segment of an address; what would climb out of it is never asked for. */
export function segment(name: string, options: ForgeChannelOptions): string {
  if (!/^\.*$/.test(name)) return encodeURIComponent(name)
  throw forgeRefused(questionOf(`the name “${name}”`, options), { status: 404, header: () => null })
}

export function ownerAndName(repository: string, options: ForgeChannelOptions): [owner: string, name: string] {
  const [owner = '', name = '', ...rest] = repository.split('/')
  return rest.length === 0 ? [segment(owner, options), segment(name, options)] : ['', segment('', options)]
}

/** An epoch second as forges want it: without the milliseconds. */
export const wholeSecond = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '')

function questionOf(subject: string, { url, token }: ForgeChannelOptions): ForgeQuestion {
  const shown = new URL(url)
  shown.username = ''
  shown.password = ''
  return { forgeUrl: shown.href.replace(/\/$/, ''), subject, withToken: token !== undefined }
}

/** `fetch` says “fetch failed” and hides why in the cause, or in the cause of that. */
function reasonOf(error: unknown): string {
  const { cause, code, message } = error as { cause?: unknown; code?: unknown; message?: string }
  if (cause instanceof Error) return reasonOf(cause)
  return typeof code === 'string' ? code : (message ?? String(error))
}
