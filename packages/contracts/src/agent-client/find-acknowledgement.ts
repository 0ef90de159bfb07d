/** The mark by which a message that we typed is found again in the transcript. */
export function messageMark(id: string): string {
  return `[cc-ci:${id}]`
}

/** The ids of all messages of ours whose mark is in the text, anywhere: large pastes are wrapped. */
export function messageIds(text: string): readonly string[] {
  return [...text.matchAll(/\[cc-ci:([^\]\s]+)\]/g)].flatMap(([, id]) => id ?? [])
}

/** Where the client recorded a message of ours as input. */
export interface Acknowledgement {
  readonly record: string
  /** How many user records carry the mark: more than one means that it was submitted in pieces or twice. */
  readonly records: number
}

interface UserRecord {
  readonly uuid: string
}

/**
 * Looks for the mark in JSONL transcript lines, anywhere in a user record, because large pastes are wrapped. Torn lines
 * and unknown types are skipped.
 */
export function findAcknowledgement(lines: readonly string[], id: string): Acknowledgement | undefined {
  const found = lines.filter((line) => line.includes(messageMark(id))).flatMap(readUserRecord)
  const [first] = found
  return first === undefined ? undefined : { record: first.uuid, records: found.length }
}

function readUserRecord(line: string): readonly UserRecord[] {
  try {
    const { type, uuid, isSidechain, toolUseResult } = JSON.parse(line) as Record<string, unknown>
    const typed = type === 'user' && isSidechain !== true && toolUseResult === undefined
    return typed ? [{ uuid: String(uuid ?? '') }] : []
  } catch {
    return []
  }
}
