import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, resolve } from 'node:path'
import { programNotFound } from '../process-failures.js'

export interface CommandLine {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The command line that runs another one in a pseudo terminal, with script(1) of util-linux. Its size is fixed,
 * so that what a program prints does not depend on who looks.
 */
export async function inPseudoTerminal(line: CommandLine, cwd = '.'): Promise<CommandLine> {
  await findProgram(line.command, line.env, cwd)
  // script(1) runs its command with $SHELL, which may be no POSIX shell; the program gets its own value back.
  const { SHELL: shell } = line.env
  const restoreShell = shell === undefined ? 'unset SHELL' : `SHELL=${quote(shell)}`
  const program = [line.command, ...line.args].map(quote).join(' ')
  const script = `stty cols 200 rows 50 2>/dev/null; ${restoreShell}; exec ${program}`
  return {
    command: 'script',
    args: ['--echo', 'never', '-qefc', script, '/dev/null'],
    env: { ...line.env, SHELL: '/bin/sh' },
  }
}

/** Quotes a word for a POSIX shell. */
function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

/** Looked for here because inside the terminal a missing program and one that exits 127 look the same. */
async function findProgram(command: string, env: CommandLine['env'], cwd: string): Promise<void> {
  const folders = command.includes('/') ? [''] : (env.PATH ?? '').split(delimiter)
  for (const folder of folders) {
    const found = await access(resolve(cwd, folder, command), constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return
  }
  throw programNotFound(command)
}
