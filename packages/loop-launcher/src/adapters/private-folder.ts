import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'

/** Makes the folder for its user alone. Throws FOLDER_NOT_OURS where somebody else could put a socket. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (statSync(folder).uid !== process.getuid?.()) {
    throw new CcCiError('FOLDER_NOT_OURS', `${folder} belongs to somebody else.`, {
      hint: 'Remove it, or set XDG_RUNTIME_DIR to a folder of your own.',
      place: { file: folder },
    })
  }
  chmodSync(folder, 0o700)
}

/** The state of loops is nobody's source: a workspace that is a repository does not see it. */
export function hideFromGit(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, '.gitignore')
  if (!existsSync(file)) writeFileSync(file, '*\n')
}
