import type { Look } from './look.js'
import type { LoopMemory } from './loop-memory.js'

/** Whether the screen of a busy agent still moves; only its own looks count, not the ticks between them. */
export function noteScreen(look: Look): LoopMemory['screen'] {
  const before = look.memory.screen
  const pane = look.fresh.pane
  if (pane === null) return null
  const { hash } = pane.value
  const seenAt = pane.at.mono
  if (before === null) return { hash, seenAt, stillSince: seenAt, moved: false, looks: 0 }
  if (before.seenAt === seenAt) return before
  if (before.hash !== hash) return { hash, seenAt, stillSince: seenAt, moved: true, looks: 0 }
  return { ...before, seenAt, looks: before.looks + 1 }
}

export function noteDialog(look: Look): LoopMemory['dialog'] {
  const pane = look.fresh.pane
  const before = look.memory.dialog
  if (pane === null) return before
  const { dialog } = pane.value
  const seenAt = pane.at.mono
  if (dialog === null) return null
  if (before === null || before.kind !== dialog.kind) {
    return { kind: dialog.kind, since: seenAt, seenAt, looks: 1, answers: 0 }
  }
  return before.seenAt === seenAt ? before : { ...before, seenAt, looks: before.looks + 1 }
}

export function noteProcessor(look: Look): LoopMemory['processor'] {
  const before = look.memory.processor
  const process = look.fresh.process
  if (process === null || look.known.runner?.running === false) return null
  const at = process.at.mono
  const seconds = process.value.cpuSeconds
  if (before === null || seconds < before.seconds) return { at, seconds, share: null }
  // Two looks that lie close together tell little about a share.
  if (at - before.at < 2) return before
  return { at, seconds, share: (seconds - before.seconds) / (at - before.at) }
}
