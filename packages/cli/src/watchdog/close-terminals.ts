import { CcCiError } from '@cc-ci/kernel'
import { type Loop, terminalSocket } from '@cc-ci/loop-launcher'

/** Ends the terminal server of a workspace that has no terminals; the next start of a loop opens another. */
export async function closeTerminals({ processes, spec, environment }: Loop): Promise<string> {
  const socket = terminalSocket(spec.workspace, environment)
  const tmux = (command: string) => processes.run('tmux', ['-N', '-S', socket, command], {})
  const { exitCode, stdout } = await tmux('list-sessions')
  if (exitCode === 0 && stdout !== '') {
    throw new CcCiError('TERMINAL_TAKEN', `The terminal server on ${socket} has sessions.`, {
      hint: `Look at them: tmux -S ${socket} list-sessions`,
      place: { file: socket },
    })
  }
  await tmux('kill-server')
  return 'the next start opens another'
}
