import type { FoundFile } from './list-overlay-files.js'

/** A file of the overlays as a result or a page names it: within the recipe, or within our folder for it; never where it lies on this machine. */
export function shownPath({ origin, path }: Pick<FoundFile, 'origin' | 'path'>): string {
  return origin === 'repo' ? `tests/${path}` : path
}
