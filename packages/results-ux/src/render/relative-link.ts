/** A path inside the run folder as a link, or undefined when it would leave the folder or is no path at all. */
export function relativeLink(path: string): string | undefined {
  const parts = path.split('/')
  const inside = !parts.some((part) => part === '' || part === '.' || part === '..')
  if (!inside || path.includes('\\')) return undefined
  return parts.map((part) => encodeURIComponent(part)).join('/')
}
