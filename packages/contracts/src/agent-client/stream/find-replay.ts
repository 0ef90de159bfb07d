import { z } from 'zod'
import { messageMark } from '../find-acknowledgement.js'

const lineSchema = z.looseObject({
  type: z.string(),
  uuid: z.string().optional(),
  isReplay: z.boolean().optional(),
})

/** The record by which a headless client says that it has our message: it repeats what it reads. */
export function findReplay(lines: readonly string[], id: string): string | undefined {
  const marked = lines.filter((line) => line.includes(messageMark(id)))
  return marked.flatMap(parse).find(({ type, isReplay }) => type === 'user' && isReplay === true)?.uuid
}

function parse(line: string): readonly z.infer<typeof lineSchema>[] {
  try {
    const read = lineSchema.safeParse(JSON.parse(line))
    return read.success ? [read.data] : []
  } catch {
    return []
  }
}
