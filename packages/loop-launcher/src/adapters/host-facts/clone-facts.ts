import { realpath, stat } from 'node:fs/promises'
import type { CloneFact, RemoteFact } from '../../ports/host-facts.js'
import { ask, firstLine, type Looker, tell } from './look.js'
import { orAbsent } from './read-text.js'

type Environment = Readonly<Record<string, string | undefined>>

/** `environment`: what the loop's own settings give its agent; the agent inherits no author from ours. */
export async function readClone(
  folder: string,
  environment: Environment,
  { processes, clock }: Looker,
): Promise<CloneFact> {
  const real = await orAbsent(() => realpath(folder), undefined)
  const none = {
    ...{ folder: real ?? folder, changes: 0, author: undefined },
    ...{ lockAge: undefined, newestRemoteCommit: undefined },
  }
  if (real === undefined) return { ...none, state: 'absent' }
  const git = (...args: readonly string[]) => tell(processes, ['git', '-C', real, ...args])
  const top = await ask(processes, ['git', '-C', real, 'rev-parse', '--show-toplevel'])
  if (top.exitCode !== 0 || top.stdout !== real) return { ...none, state: 'not-a-clone' }
  const status = await git('status', '--porcelain')
  const lock = await git('rev-parse', '--path-format=absolute', '--git-path', 'index.lock')
  const written = await orAbsent(() => stat(lock), undefined)
  const newest = await git(
    'for-each-ref',
    '--sort=-committerdate',
    '--count=1',
    '--format=%(committerdate:unix)',
    'refs/remotes',
  )
  return {
    ...none,
    state: 'clone',
    changes: status === '' ? 0 : status.split('\n').length,
    author: await readAuthor(real, environment, processes),
    lockAge: written === undefined ? undefined : (clock.now().getTime() - written.mtimeMs) / 1000,
    newestRemoteCommit: newest === '' ? undefined : Number(newest),
  }
}

async function readAuthor(
  folder: string,
  { GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL }: Environment,
  processes: Looker['processes'],
): Promise<string | undefined> {
  const configured = async (key: string) => (await ask(processes, ['git', '-C', folder, 'config', key])).stdout
  const name = GIT_AUTHOR_NAME ?? (await configured('user.name'))
  const address = GIT_AUTHOR_EMAIL ?? (await configured('user.email'))
  return name === '' || address === '' ? undefined : `${name} <${address}>`
}

export async function readRemote(folder: string, { processes }: Looker): Promise<RemoteFact> {
  const real = await orAbsent(() => realpath(folder), undefined)
  if (real === undefined) throw new Error('there is no clone to ask')
  const named = await ask(processes, ['git', '-C', real, 'remote', 'get-url', 'origin'])
  if (named.exitCode !== 0) return { url: undefined, trouble: undefined }
  const url = withoutUser(named.stdout)
  const { exitCode, stderr } = await ask(processes, ['git', '-C', real, 'ls-remote', '--heads', 'origin'])
  return { url, trouble: exitCode === 0 ? undefined : withoutUser(firstLine(stderr)) || `git ended with ${exitCode}` }
}

/** A token may stand before the host. */
const withoutUser = (text: string): string => text.replaceAll(/(\w+:\/\/)[^/@\s]+@/g, '$1')
