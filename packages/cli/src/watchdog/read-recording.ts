import { existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { Recording } from '@cc-ci/watchdog'

/** A file that is not there, or may not be read, and why. */
export interface UnreadableFile {
  readonly file: string
  readonly unreadable: string
}

/** A recording with what lies beside it: for a screen, its colours (`.ansi`) and what the terminal said (`.meta.json`). */
export function readRecording(file: string, folder: string): Recording | UnreadableFile {
  const path = resolve(folder, file)
  try {
    const text = readFileSync(path, 'utf8')
    const stem = path.replace(/\.(txt|ansi)$/, '')
    const styled = path.endsWith('.ansi') ? undefined : readBeside(`${stem}.ansi`)
    return {
      file,
      text,
      styled,
      description: readDescription(readBeside(`${stem}.meta.json`)),
      writtenAt: statSync(path).mtimeMs / 1000,
    }
  } catch (error) {
    return { file, unreadable: error instanceof Error ? error.message : String(error) }
  }
}

function readBeside(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/** Title and death of a pane, as `tmux display` gives them; a description of another shape says nothing. */
function readDescription(text: string | undefined): Recording['description'] {
  if (text === undefined) return undefined
  try {
    const read = JSON.parse(text) as { readonly title?: unknown; readonly dead?: unknown } | null
    return {
      title: typeof read?.title === 'string' ? read.title : undefined,
      dead: ['1', 1, true].includes(read?.dead as string),
    }
  } catch {
    return undefined
  }
}

export function recordingUnreadable({ file, unreadable }: UnreadableFile): CcCiError {
  return new CcCiError('RECORDING_UNREADABLE', `${file} cannot be read: ${unreadable}.`, {
    hint: 'Name a file that the agent client or its terminal wrote, and that you may read.',
    place: { file },
  })
}
