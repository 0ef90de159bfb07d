import { z } from 'zod'

const text = z.string().optional().catch(undefined)
const flag = z.boolean().optional().catch(undefined)
const number = z.number().optional().catch(undefined)
const tokens = z.number().int().nonnegative().catch(0)

/** How a quota of the account stands, as records and the JSON stream name it. */
export const quotaSchema = z.object({ status: text, resetsAt: number, rateLimitType: text }).optional().catch(undefined)

const block = z.object({ type: z.string(), text }).catch({ type: 'unknown', text: undefined })

/** A message as the server's interface shapes it. */
export const messageSchema = z
  .object({
    id: text,
    model: text,
    stop_reason: z.string().nullish().catch(undefined),
    content: z.union([z.string(), z.array(block)]).catch(''),
    usage: z
      .object({
        input_tokens: tokens,
        output_tokens: tokens,
        cache_read_input_tokens: tokens,
        cache_creation_input_tokens: tokens,
      })
      .optional()
      .catch(undefined),
  })
  .optional()
  .catch(undefined)

const schema = z.object({
  type: z.string(),
  subtype: text,
  uuid: text,
  parentUuid: z.string().nullish().catch(undefined),
  timestamp: text,
  sessionId: text,
  version: text,
  isSidechain: flag,
  isMeta: flag,
  isCompactSummary: flag,
  content: text,
  message: messageSchema,
  origin: z.object({ kind: z.string() }).optional().catch(undefined),
  toolUseResult: z.unknown().optional(),
  isApiErrorMessage: flag,
  apiErrorStatus: number,
  apiError: text,
  apiErrorType: text,
  error: text,
  resendCannotCure: flag,
  quotaLimits: quotaSchema,
  apiErrorParams: z.object({ rate_limit_info: quotaSchema }).optional().catch(undefined),
})

/** One line of a transcript as far as anybody here reads it; a field of another shape counts as absent. */
export type TranscriptRecord = z.infer<typeof schema>

/** Longer lines hold nothing that is read here, and would take long. In characters. */
const longestLine = 32 * 1024 * 1024

/** Undefined for a torn line; a run of NULs that a crash left before a record does not hide it. */
export function parseTranscriptLine(line: string): TranscriptRecord | undefined {
  if (line.length > longestLine) return undefined
  try {
    return schema.safeParse(JSON.parse(stripNuls(line))).data
  } catch {
    return undefined
  }
}

/** The words of a message, without thinking, tools and pictures. */
export function messageText({ message }: Pick<TranscriptRecord, 'message'>): string {
  const content = message?.content ?? ''
  if (typeof content === 'string') return content
  return content.flatMap(({ type, text: words }) => (type === 'text' && words !== undefined ? [words] : [])).join('\n')
}

export function hasBlock({ message }: TranscriptRecord, type: string): boolean {
  const content = message?.content ?? ''
  return typeof content !== 'string' && content.some((each) => each.type === type)
}

function stripNuls(line: string): string {
  let start = 0
  while (line.charCodeAt(start) === 0) start += 1
  return line.slice(start)
}
