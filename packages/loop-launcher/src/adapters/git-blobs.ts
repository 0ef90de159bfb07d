import { CcCiError } from '@cc-ci/kernel'
import type { GitClone } from './git-clone.js'

const largest = 1024 * 1024

/** The Markdown files below a folder at a commit, by their path below it, exactly as they are committed. */
export async function readMarkdown(clone: GitClone, commit: string, folder: string): Promise<Map<string, string>> {
  const listed = await clone.run(['ls-tree', '-r', '-z', '--long', '--full-tree', commit, '--', `${folder}/`])
  const entries = listed.split('\0').flatMap((line) => {
    const [, hash, size, path] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line) ?? []
    return hash === undefined || path === undefined || !path.endsWith('.md') ? [] : [{ hash, size: Number(size), path }]
  })
  const small = entries.filter(({ size }) => size <= largest)
  if (small.length === 0) return new Map()
  const texts = await readBlobs(clone, small)
  return new Map(small.map(({ path }, index) => [path.slice(folder.length + 1), texts[index] ?? '']))
}

interface Entry {
  readonly hash: string
  readonly size: number
  readonly path: string
}

/** The name that is none comes last, so that it is not a file’s own line end that a reader of the output strips. */
async function readBlobs(clone: GitClone, entries: readonly Entry[]): Promise<string[]> {
  const answer = await clone.run(
    ['cat-file', '--batch'],
    {},
    [...entries.map(({ hash }) => hash), 'end-of-list', ''].join('\n'),
  )
  const bytes = Buffer.from(answer)
  let at = 0
  return entries.map(({ size, path }) => {
    const start = bytes.indexOf('\n', at) + 1
    at = start + size + 1
    if (bytes[at - 1] === 10) return bytes.toString('utf8', start, start + size)
    throw new CcCiError('PROTOCOL_FILE_UNREADABLE', `${path} is not text in UTF-8.`, {
      hint: 'Save it as UTF-8, commit and push.',
      place: { file: path },
      exitCode: 2,
    })
  })
}
