import type { Pixels } from './read-png.js'

/** Whether a picture has one colour all over. */
export function isBlank({ data, depth }: Pixels): boolean {
  for (let at = depth; at < data.length; at += 1) if (data[at] !== data[at - depth]) return false
  return true
}

/** The share of pixels that differ, 0 to 1; 1 when the pictures do not even have the same size. */
export function shareChanged(before: Pixels, after: Pixels): number {
  const { width, height, depth } = before
  if (width !== after.width || height !== after.height || depth !== after.depth) return 1
  let changed = 0
  for (let at = 0; at < before.data.length; at += depth) {
    for (let channel = at; channel < at + depth; channel += 1) {
      if (before.data[channel] === after.data[channel]) continue
      changed += 1
      break
    }
  }
  return changed / (width * height)
}
