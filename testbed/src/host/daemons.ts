import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { waitUntil } from '../wait-until.js'

export interface DaemonSpec {
  command: string
  args: readonly string[]
  logFile: string
  pidFile: string
}

/** Starts a process that outlives this one; its output goes to the log file, its id to the pid file. */
export function startDaemon(spec: DaemonSpec): number {
  mkdirSync(dirname(spec.logFile), { recursive: true })
  const log = openSync(spec.logFile, 'a')
  const child = spawn(spec.command, spec.args, { detached: true, stdio: ['ignore', log, log], cwd: '/' })
  child.unref()
  if (child.pid === undefined) throw new Error(`could not start ${spec.command}`)
  writeFileSync(spec.pidFile, `${child.pid}\n`)
  return child.pid
}

/** The process id in the pid file, if that process lives and its command line contains `marker` (ids are reused). */
export function runningDaemon(pidFile: string, marker: string): number | undefined {
  if (!existsSync(pidFile)) return undefined
  const pid = Number(readFileSync(pidFile, 'utf8').trim())
  return commandLine(pid).includes(marker) ? pid : undefined
}

/** Whether the process in the pid file is gone. A command line says too little: it is empty for the blink of an exec. */
export function daemonEnded(pidFile: string): boolean {
  const status = readProc(Number(readFileSync(pidFile, 'utf8').trim()), 'status')
  return status === '' || /^State:\s+Z/m.test(status)
}

export async function stopProcesses(pids: readonly number[], signal: NodeJS.Signals, seconds: number): Promise<void> {
  for (const pid of pids) send(pid, signal)
  await waitUntil(`processes ${pids.join(', ')} to end`, async () => !pids.some(lives), { seconds })
}

/** Processes whose command line contains `text` or whose control group lies below `cgroup`. */
export function processesOf(text: string, cgroup: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid)
    .filter((pid) => commandLine(pid).includes(text) || readProc(pid, 'cgroup').includes(`:/${cgroup}/`))
}

function lives(pid: number): boolean {
  return commandLine(pid) !== ''
}

function commandLine(pid: number): string {
  return readProc(pid, 'cmdline').replaceAll('\0', ' ')
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended in the meantime, which is what was asked for.
  }
}
