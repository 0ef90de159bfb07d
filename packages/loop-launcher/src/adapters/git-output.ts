import type { LineAuthor, ProtocolCommit } from '../ports/coordination.js'

/** Reads `git log --format=%x1e%H%x1f%an%x1f%s --name-only`. */
export function parseHistory(log: string, folder: string): ProtocolCommit[] {
  return log.split('\x1e').flatMap((entry) => {
    const [head = '', ...paths] = entry.split('\n')
    const [commit, author = '', subject = ''] = head.split('\x1f')
    if (!commit) return []
    const below = paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1))
    return [{ commit, author, subject, paths: below }]
  })
}

/** Reads `git blame --line-porcelain`. */
export function parseBlame(blame: string): LineAuthor[] {
  const lines: LineAuthor[] = []
  let [author, subject] = ['', '']
  for (const line of blame.split('\n')) {
    if (line.startsWith('author ')) author = line.slice('author '.length)
    if (line.startsWith('summary ')) subject = line.slice('summary '.length)
    if (line.startsWith('\t')) lines.push({ author, subject })
  }
  return lines
}
