import { realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { CcCiError } from '../errors.js'
import { gitCancelled, gitFailed, gitTimedOut, notARepository } from '../git-failures.js'
import type { GitCredential, GitSignature } from '../ports/git.js'
import { programNotFound } from '../process-failures.js'

const settings = {
  // The caller names each folder itself, so one that belongs to another user is meant; but it runs no code of theirs.
  'safe.directory': '*',
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'gc.auto': '0',
}

const fixedEnvironment = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
}

/** Set by a git that runs us as a hook, or for a person at a terminal; and our own secrets, which git has no use for. */
const notInherited = /^(GIT_.*|CC_CI_.*TOKEN|EDITOR|VISUAL|PAGER|PREFIX|SSH_ASKPASS)$/i

/** What holds for every command of one git. */
export interface GitLimits {
  readonly timeoutMs: number
  readonly credentials?: readonly GitCredential[] | undefined
  readonly signal?: AbortSignal | undefined
}

export interface GitCommand extends GitLimits {
  /** Where it runs; a repository above this folder is not seen. */
  readonly folder: string
  readonly by?: GitSignature | undefined
}

/** Runs git and gives back what it printed. Throws GIT_CANCELLED, GIT_TIMED_OUT, NOT_A_GIT_REPOSITORY, or GIT_FAILED with git's words. */
export async function runGit(
  args: readonly string[],
  { folder, timeoutMs, by, signal, credentials = [] }: GitCommand,
): Promise<string> {
  const baseDir = await realpath(folder).catch(() => {
    throw notARepository(folder)
  })
  const { simpleGit } = await import('simple-git') // only commands that use git pay for loading it
  const config = configEnvironment([...Object.entries(settings), ...credentials.map(headerFor)])
  const env = { ...fixedEnvironment, ...config, GIT_CEILING_DIRECTORIES: dirname(baseDir), ...signature(by) }
  const timeout = AbortSignal.timeout(timeoutMs)
  const git = simpleGit({
    baseDir,
    abort: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    completion: { onExit: false }, // otherwise output that comes late is lost
    // simple-git's own rule takes a silent failure for success.
    errors: (error, { exitCode, stdErr }) => (exitCode === 0 ? error : (error ?? Buffer.concat(stdErr))),
    allowEnvironment: Object.keys(env),
    // These guard against settings from outside; what is set here is all there is.
    unsafe: {
      allowUnsafeConfigPaths: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeHooksPath: true,
      allowUnsafePack: true,
      allowUnsafeSshCommand: true,
      allowUnsafeTemplateDir: true,
    },
  })
  try {
    return await git.env({ ...inheritedEnvironment(), LC_ALL: 'C', ...env }).raw([...args])
  } catch (error) {
    const action = args[0] ?? ''
    if (signal?.aborted) throw gitCancelled(action)
    if (timeout.aborted) throw gitTimedOut(action, timeoutMs)
    throw explainComplaint(error instanceof Error ? error.message : String(error), { action, folder })
  }
}

function explainComplaint(complaint: string, { action, folder }: { action: string; folder: string }): CcCiError {
  if (complaint.includes('fatal: not a git repository')) return notARepository(folder)
  return complaint.includes('spawn git ENOENT') ? programNotFound('git') : gitFailed(action, complaint)
}

/** Settings as the environment carries them: unlike arguments, other users of this machine cannot read it. */
function configEnvironment(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const pairs = entries.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ])
  return { GIT_CONFIG_COUNT: `${entries.length}`, ...Object.fromEntries(pairs) }
}

/** Git sends the header to addresses below the URL only. The forges take a token as password of any user name. */
function headerFor({ url, token }: GitCredential): readonly [string, string] {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
  return [`http.${url.replace(/\/+$/, '')}/.extraHeader`, `Authorization: Basic ${basic}`]
}

function inheritedEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !notInherited.test(name)))
}

function signature(by: GitSignature | undefined): Record<string, string> {
  if (by === undefined) return {}
  const date = `${Math.floor(by.date.getTime() / 1000)} +0000`
  return Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) => [
      [`GIT_${role}_NAME`, by.name],
      [`GIT_${role}_EMAIL`, by.email],
      [`GIT_${role}_DATE`, date],
    ]),
  )
}
