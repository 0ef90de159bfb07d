import { readFile, realpath, stat, statfs } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { isCcCiError, type ProcessRunner } from '@cc-ci/kernel'
import type { DiskFact, TmuxServerFact } from '../../ports/host-facts.js'
import { ask, firstLine, tell } from './look.js'
import { orAbsent } from './read-text.js'

export async function readTmuxVersion(processes: ProcessRunner): Promise<string | undefined> {
  try {
    return await tell(processes, ['tmux', '-V'])
  } catch (error) {
    if (isCcCiError(error) && error.code === 'PROGRAM_NOT_FOUND') return undefined
    throw error
  }
}

/** The server behind the socket; asking never starts one. */
export async function readTmuxServer(processes: ProcessRunner, socket: string): Promise<TmuxServerFact> {
  const none = { pid: undefined, cgroup: undefined, variables: [] }
  if ((await orAbsent(() => stat(socket), undefined)) === undefined) return none
  const tmux = ['tmux', '-N', '-S', socket]
  const shown = await ask(processes, [...tmux, 'display-message', '-p', '#{pid}'])
  if (/no server running|error connecting|no current client/.test(shown.stderr)) return none
  if (shown.exitCode !== 0) throw new Error(firstLine(shown.stderr))
  const pid = Number(shown.stdout)
  const environment = await tell(processes, [...tmux, 'show-environment', '-g'])
  const group = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => undefined)
  return {
    pid,
    cgroup: group === undefined ? undefined : firstLine(group).replace(/^\d+:[^:]*:/, ''),
    variables: environment.split('\n').flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []),
  }
}

export async function readLinger(processes: ProcessRunner): Promise<boolean> {
  const user = userInfo().username
  const { exitCode, stdout, stderr } = await ask(processes, [
    'loginctl',
    'show-user',
    user,
    '--property=Linger',
    '--value',
  ])
  if (exitCode === 0) return stdout === 'yes'
  if (/not logged in or lingering/.test(stderr)) return false
  throw new Error(firstLine(stderr))
}

export async function readUserManager(processes: ProcessRunner, runtimeFolder: string | undefined) {
  if (runtimeFolder === undefined) return { runtimeFolder, reachable: false }
  const { stdout } = await ask(processes, ['systemctl', '--user', 'is-system-running'])
  return { runtimeFolder, reachable: ['running', 'degraded', 'starting'].includes(stdout) }
}

export async function readClockSynchronised(processes: ProcessRunner): Promise<boolean> {
  const answer = await tell(processes, ['timedatectl', 'show', '--property=NTPSynchronized', '--value'])
  if (answer === 'yes' || answer === 'no') return answer === 'yes'
  throw new Error(`timedatectl says “${firstLine(answer)}”`)
}

/** The file systems of these folders, each once; folders that do not exist yet are left out. */
export async function readDisks(folders: readonly string[]): Promise<readonly DiskFact[]> {
  const disks = new Map<number, DiskFact>()
  for (const folder of folders) {
    const real = await orAbsent(() => realpath(folder), undefined)
    if (real === undefined) continue
    const [{ dev }, { bavail, bsize, ffree, files }] = await Promise.all([stat(real), statfs(real)])
    const inodes = files > 0 ? { freeInodes: ffree, inodes: files } : { freeInodes: undefined, inodes: undefined }
    if (!disks.has(dev)) disks.set(dev, { folder: real, freeBytes: bavail * bsize, ...inodes })
  }
  return [...disks.values()]
}

export async function readTaskOutputs(processes: ProcessRunner) {
  const folder = join(tmpdir(), `claude-${userInfo().uid}`)
  if ((await orAbsent(() => stat(folder), undefined)) === undefined) return { folder, bytes: undefined }
  // A file that goes while du looks is a complaint and exit code 1, but the sum is there.
  const { stdout } = await ask(processes, ['du', '-sk', folder])
  const kibibytes = Number(/^(\d+)/.exec(stdout)?.[1] ?? Number.NaN)
  if (Number.isNaN(kibibytes)) throw new Error('du gave no sum')
  return { folder, bytes: kibibytes * 1024 }
}
