import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'

/** Makes the folder for its user alone. Throws FOLDER_NOT_OURS where somebody else could put a socket. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = statSync(folder)
  if (uid === process.getuid?.() && (mode & 0o022) === 0) return
  throw new CcCiError('FOLDER_NOT_OURS', `${folder} belongs to somebody else, or others may write to it.`, {
    hint: 'Remove it, or take the others’ permission to write away: chmod go-w',
    place: { file: folder },
  })
}

/** The state of loops is nobody's source: a workspace that is a repository does not see it. */
export function hideFromGit(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, '.gitignore')
  if (!existsSync(file)) writeFileSync(file, '*\n')
}
