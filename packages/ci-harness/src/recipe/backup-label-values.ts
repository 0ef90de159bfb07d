/** The label that switches backups on, and the start of most others. */
export const backupLabel = 'backupbot.backup'

/** The start of labels about one volume. */
export const volumeLabel = `${backupLabel}.volumes.`

/** A path below a volume's root, with surplus slashes gone; none if it climbs out. */
export function pathInside(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  return parts.includes('..') ? [] : [parts.join('/')]
}

export function commaList(text = ''): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
