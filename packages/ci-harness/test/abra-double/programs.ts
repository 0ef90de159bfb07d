import { spawnSync } from 'node:child_process'
import { fatal } from './say.js'

interface Ran {
  readonly ok: boolean
  readonly stdout: string
  readonly stderr: string
}

export function tryRun(command: string, args: readonly string[], input?: string): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    ...(input !== undefined && { input }),
  })
  return { ok: status === 0, stdout: (stdout ?? '').trim(), stderr: (stderr ?? '').trim() }
}

export function docker(args: readonly string[], input?: string): string {
  const { ok, stdout, stderr } = tryRun('docker', args, input)
  return ok ? stdout : fatal(linesOf(stderr).at(-1) ?? `docker ${args[0]} failed`)
}

export function git(folder: string, ...args: string[]): string {
  const { ok, stdout, stderr } = tryRun('git', ['-C', folder, ...args])
  return ok ? stdout : fatal(stderr.split('\n').at(-1) ?? 'git failed')
}

export const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '')
