import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { loopsFolder } from './loop-paths.js'

/** The kernel takes 107 bytes; some systems less. */
const longestPath = 99

/** One terminal server per workspace: below its state folder, or, where that path is too long, where sockets go. */
export function terminalSocket(workspace: string, environment: Readonly<Record<string, string | undefined>>): string {
  const near = join(loopsFolder(workspace), 'tmux.sock')
  if (Buffer.byteLength(near) <= longestPath) return near
  const id = createHash('sha256').update(workspace).digest('hex').slice(0, 16)
  const folder = environment.XDG_RUNTIME_DIR ?? environment.TMPDIR ?? '/tmp'
  return join(folder, `cc-ci-${id}`, 'tmux.sock')
}
