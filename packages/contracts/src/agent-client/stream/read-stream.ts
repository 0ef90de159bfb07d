import { z } from 'zod'
import { messageMark } from '../find-acknowledgement.js'
import type { Turn } from '../registry-record.js'

const lineSchema = z.looseObject({
  type: z.string(),
  uuid: z.string().optional(),
  is_error: z.boolean().optional(),
  terminal_reason: z.string().optional(),
  api_error_status: z.number().nullish(),
  isReplay: z.boolean().optional(),
})

type StreamLine = z.infer<typeof lineSchema>

export interface StreamState {
  readonly turn: Turn
  /** How the last turn failed. The result's subtype says success then, too; only `is_error` tells. */
  readonly failure: string | undefined
}

/** Reads what a headless client printed since its start: a `result` ends a turn, and every message begins or continues one. */
export function readStreamState(lines: readonly string[]): StreamState {
  const turns = lines.flatMap(parse).filter(({ type }) => ['user', 'assistant', 'result'].includes(type))
  const last = turns.at(-1)
  if (last === undefined) return { turn: 'idle', failure: undefined }
  if (last.type !== 'result') return { turn: 'busy', failure: undefined }
  return { turn: 'idle', failure: last.is_error ? failureOf(last) : undefined }
}

/** The record by which a headless client says that it has our message: it repeats what it reads. */
export function findReplay(lines: readonly string[], id: string): string | undefined {
  const marked = lines.filter((line) => line.includes(messageMark(id)))
  return marked.flatMap(parse).find(({ type, isReplay }) => type === 'user' && isReplay === true)?.uuid
}

function failureOf({ terminal_reason: reason, api_error_status: status }: StreamLine): string {
  return `its last turn failed: ${reason ?? 'unknown reason'}${status == null ? '' : `, status ${status}`}`
}

function parse(line: string): readonly StreamLine[] {
  try {
    const read = lineSchema.safeParse(JSON.parse(line))
    return read.success ? [read.data] : []
  } catch {
    return []
  }
}
