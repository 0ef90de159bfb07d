import { judgeHooks } from './judge-hooks.js'
import { judgePane } from './judge-pane.js'
import { judgeRegistry } from './judge-registry.js'
import { judgeStatusline } from './judge-statusline.js'
import { judgeStream } from './judge-stream.js'
import { judgeTranscript } from './judge-transcript.js'
import { type Judgement, nothingKnown, type RecordingKind } from './judgement.js'
import { recogniseKind } from './recognise-kind.js'
import type { JudgeOptions, Recording } from './recording.js'

type Judge = (recording: Recording, options: JudgeOptions) => Omit<Judgement, 'file' | 'kind'>

const judges: Readonly<Record<RecordingKind, Judge>> = {
  pane: judgePane,
  transcript: judgeTranscript,
  hooks: judgeHooks,
  registry: judgeRegistry,
  statusline: judgeStatusline,
  'stream-json': judgeStream,
  unknown: () => ({ ...nothingKnown, evidence: [{ line: 1, why: 'no recording of a kind that is known' }] }),
}

/** What the watchdog would think of a recording, by that alone; its kind is told by its content. */
export function judgeRecording(recording: Recording, options: JudgeOptions = {}): Judgement {
  const kind = recogniseKind(recording.text)
  return { file: recording.file, kind, ...judges[kind](recording, options) }
}

/** A file that could not be read: nothing is known of it. */
export function judgeUnreadable(file: string, why: string): Judgement {
  return { file, kind: 'unknown', ...nothingKnown, evidence: [{ line: 0, why: `cannot be read: ${why}` }] }
}
