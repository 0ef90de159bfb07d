import type { ShapeComparison } from '@cc-ci/watchdog'

/** One line per thing that is new, as `file:line`, and a last one that sums up. */
export function formatNewShapes(files: readonly ShapeComparison[], knownVersion: string): string {
  const lines = files.flatMap(({ file, new: found }) => found.map(({ line, shape }) => `${file}:${line}  ${shape}`))
  const sum = lines.length === 0 ? 'Nothing is new' : `New: ${lines.length}`
  return [...lines, `${sum}, compared with version ${knownVersion} of the agent client.`].join('\n')
}
