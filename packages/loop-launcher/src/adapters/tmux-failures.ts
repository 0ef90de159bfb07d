import { CcCiError } from '@cc-ci/kernel'

const oldest = 3

export function tmuxMissing(): CcCiError {
  return new CcCiError('TMUX_MISSING', 'The program tmux, in which loops run, is not installed.', {
    hint: 'Install it: apt-get install tmux',
  })
}

/** Development versions (`tmux next-3.6`, `tmux master`) count as new. */
export function checkTmuxVersion(printed: string): void {
  const found = /(\d+)\.\d+/.exec(printed)
  if (found === null || Number(found[1]) >= oldest) return
  throw new CcCiError('TMUX_TOO_OLD', `This is ${printed.trim()}, and loops need tmux ${oldest}.0 or newer.`, {
    hint: 'Install a newer one, for example that of your distribution’s backports.',
  })
}

export function terminalTaken(name: string, socket: string): CcCiError {
  return new CcCiError('TERMINAL_TAKEN', `A tmux session "${name}" that this loop did not make is on ${socket}.`, {
    hint: `Look at it: tmux -S ${socket} attach-session -t =${name}. Rename or end it, and start again.`,
    place: { file: socket },
  })
}

export function terminalUnreachable(socket: string, stderr: string): CcCiError {
  const said = stderr.trim().split('\n')[0] ?? ''
  return new CcCiError('TERMINAL_UNREACHABLE', `The tmux server behind ${socket} does not answer: ${said}.`, {
    hint: 'Check who owns the socket and its folder; nothing was started or ended.',
    place: { file: socket },
  })
}
