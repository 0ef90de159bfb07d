/** A path inside the run folder as a link, or undefined when it would leave the folder or is no path at all. */
export function relativeLink(path: string): string | undefined {
  const parts = path.split('/')
  const inside = !parts.some((part) => part === '' || part === '.' || part === '..')
  if (!inside || path.includes('\\')) return undefined
  return parts.map(encodeSegment).join('/')
}

/** A text as one segment of an address, also when it holds half a character. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
}
