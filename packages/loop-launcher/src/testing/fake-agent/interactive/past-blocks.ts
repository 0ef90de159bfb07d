import type { RecordBody } from '../records/assistant-records.js'
import type { Block } from '../screen/blocks.js'

interface PastMessage {
  readonly content?: string | readonly { readonly type: string; readonly text?: string }[]
}

/** What a conversation looked like, from its records; errors that are long over are drawn again like all the rest. */
export function pastBlocks(records: readonly RecordBody[]): readonly Block[] {
  return records.flatMap((record) => {
    const { content } = (record.message ?? {}) as PastMessage
    if (typeof content === 'string') return [{ kind: 'prompt', text: content } as const]
    const text = content?.find(({ type }) => type === 'text')?.text
    return record.type === 'assistant' && text !== undefined ? [answerBlock(record, text)] : []
  })
}

function answerBlock({ isApiErrorMessage }: RecordBody, text: string): Block {
  if (isApiErrorMessage !== true) return { kind: 'answer', text }
  return { kind: 'error', text, mark: text.startsWith('API Error') ? '●' : '⎿' }
}
