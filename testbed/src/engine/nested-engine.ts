import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { $ } from 'zx'
import type { EngineSite } from '../bed-paths.js'
import { CcCiError } from '../errors.js'
import { daemonEnded, processesOf, runningDaemon, startDaemon, stopProcesses } from '../host/daemons.js'
import { report } from '../progress.js'
import { waitUntil } from '../wait-until.js'
import { answers } from './docker-api.js'
import { ensureLink, removeLink } from './link.js'

const engineLog = (site: EngineSite) => join(site.dataDir, 'dockerd.log')
const pidFile = (site: EngineSite) => join(site.runDir, 'engine.pid')
const dockerdPidFile = (site: EngineSite) => join(site.runDir, 'dockerd.pid')
const configFile = (site: EngineSite) => join(site.dataDir, 'daemon.json')
const attempt = $({ quiet: true, nothrow: true })

export function enginePid(site: EngineSite): number | undefined {
  return runningDaemon(pidFile(site), `--exec-root ${site.execRoot}`)
}

/** Starts the bed's own dockerd unless it runs; also picks up after one that was killed. */
export async function ensureNestedEngine(site: EngineSite): Promise<void> {
  const pid = enginePid(site)
  if (pid !== undefined && (await answers(site.socket))) return
  if (pid !== undefined) await stopProcesses([pid], 'SIGKILL', 10)
  mkdirSync(site.runDir, { recursive: true })
  mkdirSync(site.dataDir, { recursive: true })
  await ensureLink(site)
  forgetKilledEngine(site)
  if (!existsSync(configFile(site))) writeFileSync(configFile(site), '{}\n')
  startDaemon({ command: 'nsenter', args: engineArguments(site), logFile: engineLog(site), pidFile: pidFile(site) })
  await waitUntil('the nested Docker Engine', () => startedOrThrow(site), { seconds: 60, hint: () => lastLines(site) })
  report(`Docker Engine answers on ${site.dockerHost}`)
}

/**
 * A killed dockerd leaves pid files behind, and the next one waits in vain for what they name (even for a zombie).
 * The namespace files it leaves were mounted in its own mount namespace and are empty for the next.
 */
function forgetKilledEngine(site: EngineSite): void {
  const stale = [join('containerd', 'containerd.pid'), 'netns'].map((name) => join(site.execRoot, name))
  for (const path of [dockerdPidFile(site), ...stale]) rmSync(path, { recursive: true, force: true })
}

async function startedOrThrow(site: EngineSite): Promise<boolean> {
  if (await answers(site.socket)) return true
  if (!daemonEnded(pidFile(site))) return false
  throw new CcCiError('TESTBED_ENGINE_ENDED', 'the nested Docker Engine ended while starting', {
    hint: lastLines(site),
  })
}

/** Ends the engine and every container of it at once: a bed is throw-away, so nothing is asked to stop. */
export async function removeNestedEngine(site: EngineSite): Promise<void> {
  const pid = enginePid(site)
  if (pid !== undefined) await stopProcesses([pid], 'SIGKILL', 10)
  for (let round = 0; round < 5; round++) {
    const left = processesOf(site.execRoot, site.netns)
    if (left.length === 0) break
    await stopProcesses(left, 'SIGKILL', 10)
  }
  await unmountBelow([site.runDir, site.dataDir])
  await removeLink(site)
  await removeCgroups(site)
  rmSync(site.runDir, { recursive: true, force: true })
  rmSync(site.dataDir, { recursive: true, force: true })
}

/** Merges into daemon.json and has a running engine read it again. */
export function configureEngine(site: EngineSite, settings: Record<string, unknown>): void {
  mkdirSync(site.dataDir, { recursive: true })
  const current = existsSync(configFile(site)) ? JSON.parse(readFileSync(configFile(site), 'utf8')) : {}
  writeFileSync(configFile(site), `${JSON.stringify({ ...current, ...settings }, null, 2)}\n`)
  const pid = enginePid(site)
  if (pid !== undefined) process.kill(pid, 'SIGHUP')
}

/**
 * Enters the network namespace with nsenter: `ip netns exec` would remount /sys, and dockerd then finds no cgroups.
 * Own mount and host name namespaces keep its mounts and its name from the machine.
 */
function engineArguments(site: EngineSite): string[] {
  const dockerd = [
    'dockerd',
    ['-H', site.dockerHost],
    ['--data-root', site.dataRoot],
    ['--exec-root', site.execRoot],
    ['--pidfile', dockerdPidFile(site)],
    ['--config-file', configFile(site)],
    ['--cgroup-parent', `/${site.netns}`],
    ['--exec-opt', 'native.cgroupdriver=cgroupfs'],
  ].flat()
  const unshare = ['unshare', '--mount', '--uts', '--propagation', 'slave']
  const named = ['sh', '-c', `hostname ${site.netns} && exec "$@"`, 'sh']
  return [`--net=/run/netns/${site.netns}`, ...unshare, ...named, ...dockerd]
}

async function unmountBelow(folders: readonly string[]): Promise<void> {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
  for (const mount of mounts.reverse()) {
    if (folders.some((folder) => mount.startsWith(`${folder}/`))) await attempt`umount -l ${mount}`
  }
}

async function removeCgroups(site: EngineSite): Promise<void> {
  await attempt`find /sys/fs/cgroup -depth -type d -path ${`*/${site.netns}*`} -exec rmdir {} +`
}

function lastLines(site: EngineSite): string {
  const log = engineLog(site)
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n') : ''
}
