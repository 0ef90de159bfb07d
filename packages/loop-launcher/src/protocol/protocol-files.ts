import type { LoopRole } from '@cc-ci/contracts/loop-settings'

export type { LoopRole }

/** The files of a phase, and the one role that writes each (C-10). */
export const writers = {
  STATUS: 'builder',
  BACKLOG: 'builder',
  JOURNAL: 'builder',
  REVIEW: 'adversary',
} as const satisfies Record<string, LoopRole>

export type PhaseFile = keyof typeof writers

export const phaseFiles = Object.keys(writers) as readonly PhaseFile[]

/** Files beside the phases' folders, which every loop may write. */
export const sharedFiles: readonly string[] = ['DECISIONS.md', 'DEFERRED.md']

const inboxFolder = 'inbox'

/** Where a file lies below the protocol folder. */
export const pathOf = (phase: string, file: PhaseFile): string => `${phase}/${file}.md`

export const schemaOf = (file: PhaseFile): string => `cc-ci/${file.toLowerCase()}/1`

/** The role that may write a path below the protocol folder; `anyone`, or undefined for a file that has no place there. */
export function writerOf(path: string): LoopRole | 'anyone' | undefined {
  if (sharedFiles.includes(path) || path === 'README.md' || path.startsWith(`${inboxFolder}/`)) return 'anyone'
  const [, file] = /^[a-z0-9][a-z0-9-]{0,15}\/([A-Z]+)\.md$/.exec(path) ?? []
  return file !== undefined && Object.hasOwn(writers, file) ? writers[file as PhaseFile] : undefined
}
