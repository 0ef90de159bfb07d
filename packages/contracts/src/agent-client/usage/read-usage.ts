import { z } from 'zod'
import { sumTokens, type TokenCount } from './token-count.js'

/** No answer is longer than this; records that are hold pictures or what a tool printed. In characters. */
const longestLine = 1024 * 1024

const count = z.number().int().nonnegative().catch(0)
const schema = z.object({
  type: z.literal('assistant'),
  isSidechain: z.boolean().optional().catch(undefined),
  timestamp: z.string().optional().catch(undefined),
  message: z.object({
    id: z.string().min(1),
    model: z.string().catch('unknown'),
    usage: z.object({
      input_tokens: count,
      output_tokens: count,
      cache_read_input_tokens: count,
      cache_creation_input_tokens: count,
    }),
  }),
})

/** One answer of a model, however many lines of the transcript it fills. */
export interface ModelResponse {
  readonly id: string
  readonly model: string
  /** Epoch seconds; undefined when the record does not say. */
  readonly at: number | undefined
  /** Of an agent that the agent itself started. */
  readonly sidechain: boolean
  readonly tokens: TokenCount
}

interface SkippedLines {
  /** Torn, or with bytes in it that are no JSON. */
  readonly unreadable: number
  /** Longer than any answer. */
  readonly oversized: number
  /** Records of other types, and answers that a client made up itself and that name no usage. */
  readonly other: number
}

export interface Usage {
  readonly responses: readonly ModelResponse[]
  readonly skipped: SkippedLines
}

/** What the model of this name says never went through a model: the client writes its own errors under it. */
const madeUp = '<synthetic>'

/**
 * Counts transcript text (JSONL), also of several files at once. One answer is written as several records that repeat
 * its usage: it counts once, as its last record says.
 */
export function readUsage(texts: Iterable<string>): Usage {
  const responses = new Map<string, ModelResponse>()
  const skipped = { unreadable: 0, oversized: 0, other: 0 }
  for (const text of texts) {
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue
      const read = readLine(line)
      if (typeof read === 'string') skipped[read] += 1
      else responses.set(read.id, read)
    }
  }
  return { responses: [...responses.values()], skipped }
}

export interface ModelTokens {
  readonly model: string
  readonly responses: number
  readonly tokens: TokenCount
}

/** Sums by model, in the order of their names. */
export function tokensPerModel(responses: readonly ModelResponse[]): readonly ModelTokens[] {
  const models = [...new Set(responses.map(({ model }) => model))].sort()
  return models.map((model) => {
    const its = responses.filter((each) => each.model === model)
    return { model, responses: its.length, tokens: sumTokens(its.map(({ tokens }) => tokens)) }
  })
}

function readLine(line: string): ModelResponse | keyof SkippedLines {
  if (line.length > longestLine) return 'oversized'
  const value = parseJson(line)
  if (value === undefined) return 'unreadable'
  const record = schema.safeParse(value)
  if (!record.success || record.data.message.model === madeUp) return 'other'
  const { isSidechain, message, timestamp } = record.data
  const at = Date.parse(timestamp ?? '') / 1000
  return {
    id: message.id,
    model: message.model,
    at: Number.isFinite(at) ? at : undefined,
    sidechain: isSidechain === true,
    tokens: {
      input: message.usage.input_tokens,
      output: message.usage.output_tokens,
      cacheRead: message.usage.cache_read_input_tokens,
      cacheWrite: message.usage.cache_creation_input_tokens,
    },
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}
