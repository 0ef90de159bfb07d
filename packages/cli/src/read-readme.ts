import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { CcCiError } from '@cc-ci/kernel'

const mostBytes = 1024 * 1024

/**
 * A README that can be shown and patched: a text in UTF-8 of at most 1 MiB without control characters, which a terminal
 * would obey. A link is not followed, because the recipe decides where it leads.
 */
export async function readReadme(file: string): Promise<string> {
  const text = decode(await readBytes(file), file)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text)) {
    throw unreadable(file, 'holds control characters')
  }
  return text
}

async function readBytes(file: string): Promise<Buffer> {
  const handle = await openFile(file)
  try {
    const status = await handle.stat()
    if (!status.isFile()) throw unreadable(file, 'is no file')
    if (status.size > mostBytes) throw unreadable(file, 'is larger than 1 MiB')
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') {
      throw new CcCiError('README_MISSING', `There is no ${file}.`, {
        hint: 'Write one with a title and a line about the app; the metadata block is then computed into it.',
        place: { file },
        exitCode: 2,
      })
    }
    throw unreadable(file, code === 'ELOOP' ? 'is a link' : `cannot be read: ${(error as Error).message}`)
  }
}

function decode(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw unreadable(file, 'is not UTF-8')
  }
}

function unreadable(file: string, problem: string): CcCiError {
  return new CcCiError('README_UNREADABLE', `${file} ${problem}.`, {
    hint: 'README.md has to be a plain text file in the recipe’s folder.',
    place: { file },
    exitCode: 2,
  })
}
