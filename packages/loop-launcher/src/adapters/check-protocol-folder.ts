import { CcCiError } from '@cc-ci/kernel'

/** Refuses a folder that is not plainly one below the top of the repository. */
export function checkProtocolFolder(folder: string): string {
  const plain = folder.replace(/^\.\//, '').replace(/\/+$/, '')
  if (/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(plain) && !/(^|\/)\.\.?(\/|$)|(^|\/)\.git(\/|$)/.test(plain))
    return plain
  throw new CcCiError(
    'PROTOCOL_FOLDER_INVALID',
    `protocol.folder is “${folder}”, which is no folder of the repository.`,
    {
      hint: 'Give a folder below its top, such as protocol.',
      exitCode: 2,
    },
  )
}
