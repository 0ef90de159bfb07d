import { spawnSync } from 'node:child_process'

/** Hands our terminal to a program until it ends, and returns its exit code. */
export function runInForeground([command = '', ...args]: readonly string[]): number {
  const { TMUX: _outer, ...env } = process.env
  return spawnSync(command, args, { stdio: 'inherit', env }).status ?? 1
}
