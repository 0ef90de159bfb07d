import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'
import { runningDaemon, startDaemon, stopProcesses } from '../host/daemons.js'
import { report } from '../progress.js'

const program = fileURLToPath(new URL('run-shim.ts', import.meta.url))

/** The engine that the shim serves. */
export interface ShimTarget {
  socket: string
  execRoot: string
  enginePid: number
  /** Where the pid file and the log go. */
  folder: string
}

const pidFile = (folder: string) => join(folder, 'shim.pid')

/** Without IPVS in the kernel Swarm's virtual addresses and ingress ports lead nowhere. */
export async function needsShim(): Promise<boolean> {
  if (existsSync('/proc/net/ip_vs')) return false
  await $({ quiet: true, nothrow: true })`modprobe -q ip_vs`
  return !existsSync('/proc/net/ip_vs')
}

export function shimPid(folder: string, enginePid?: number): number | undefined {
  const marker = enginePid === undefined ? program : `${program} --engine ${enginePid} `
  return runningDaemon(pidFile(folder), marker)
}

/** Starts the shim, or replaces one that served an engine since restarted. */
export async function ensureShim(target: ShimTarget): Promise<void> {
  if (shimPid(target.folder, target.enginePid) !== undefined) return
  await stopShim(target.folder)
  const node = [process.execPath, '--conditions=@cc-ci/source', '--import', import.meta.resolve('tsx'), program]
  startDaemon({
    command: 'nsenter',
    args: [
      ['-t', String(target.enginePid), '-m', '-n'],
      node,
      ['--engine', String(target.enginePid)],
      ['--socket', target.socket],
      ['--namespaces', join(target.execRoot, 'netns')],
    ].flat(),
    logFile: join(target.folder, 'shim.log'),
    pidFile: pidFile(target.folder),
  })
  report('this kernel has no IPVS: virtual addresses and ingress ports by nft')
}

export async function stopShim(folder: string): Promise<void> {
  const pid = shimPid(folder)
  if (pid !== undefined) await stopProcesses([pid], 'SIGTERM', 10)
}

/** Process id of the system's own dockerd, where its pid file can be read. */
export function systemEnginePid(): number | undefined {
  const file = '/var/run/docker.pid'
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined
}
