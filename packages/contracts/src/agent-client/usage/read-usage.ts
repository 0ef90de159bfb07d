import { type Answer, answerOf } from '../transcript/answer-of.js'
import { parseTranscriptLine } from '../transcript/transcript-record.js'
import { sumTokens, type TokenCount } from './token-count.js'

/** No answer is longer than this; records that are hold pictures or what a tool printed. In characters. */
const longestLine = 1024 * 1024

/** One answer of a model, however many lines of the transcript it fills. */
export interface ModelResponse extends Answer {
  /** Epoch seconds; undefined when the record does not say. */
  readonly at: number | undefined
}

interface SkippedLines {
  /** Torn, or no record. */
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
  const record = parseTranscriptLine(line)
  if (record === undefined) return 'unreadable'
  const answer = answerOf(record)
  if (answer === undefined) return 'other'
  const at = Date.parse(record.timestamp ?? '') / 1000
  return { ...answer, at: Number.isFinite(at) ? at : undefined }
}
