import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { agentCommand } from '../../loop-launcher/test/agent-command.js'
import { builtProgram } from './built-program.js'

export interface LoopShell {
  readonly folder: string
  /** Types a script where the one before it ended, as in one terminal; gives all that it prints. */
  type(script: string): Promise<string>
}

/** A terminal in a folder of its own, with the built program and the fake agent on its PATH. */
export function loopShell(whenDone: (remove: () => void) => void): LoopShell {
  const folder = temporaryFolder(whenDone)
  const programs = join(folder, 'bin')
  mkdirSync(programs)
  putProgram(join(programs, 'cc-ci'), [process.execPath, builtProgram])
  putProgram(join(programs, 'cc-ci-fake-agent'), agentCommand())
  writeFileSync(join(folder, 'cwd'), folder)
  const env = environmentIn(folder, programs)
  return {
    folder,
    type(script) {
      const whole = `cd "$(cat '${folder}/cwd')"\n${script}\npwd > '${folder}/cwd'\n`
      return new Promise((resolve, reject) => {
        execFile('bash', ['--norc', '-euc', whole], { env, timeout: 120_000 }, (error, stdout, stderr) => {
          if (error === null) resolve(stdout + stderr)
          else reject(new Error(`${script}\n${error.message}\n${stdout}\n${stderr}`))
        })
      })
    },
  }
}

function environmentIn(folder: string, programs: string): Record<string, string> {
  const identity = ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'Maintainer'],
    [`GIT_${role}_EMAIL`, 'maintainer@example.org'],
  ])
  return {
    PATH: `${programs}:${process.env.PATH ?? ''}`,
    HOME: folder,
    TMPDIR: folder,
    CLAUDE_CONFIG_DIR: join(folder, 'client'),
    CC_CI_LOOP_PACE: '20',
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...Object.fromEntries(identity),
  }
}

function putProgram(file: string, command: readonly string[]): void {
  const words = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`)
  writeFileSync(file, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`)
  chmodSync(file, 0o755)
}
