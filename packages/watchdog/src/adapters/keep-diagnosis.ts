import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProcessRunner } from '@cc-ci/kernel'
import type { Instant } from '../decide/instant.js'
import type { WatchedLoop } from '../ports/loop-control.js'
import { type ProcessRow, type ProcessTable, readProcLink } from './proc/process-table.js'

const files = ['status', 'wchan', 'stack', 'net/tcp'] as const
const captureTimeoutMs = 5000

export interface DiagnosisWorld {
  readonly folder: string
  readonly table: ProcessTable
  readonly processes: ProcessRunner
}

/** Writes down what /proc and the terminal show of a loop that may be ended soon; returns the file. */
export async function keepDiagnosis(
  { loop, actionId, now }: { loop: WatchedLoop; actionId: string; now: Instant },
  { folder, table, processes }: DiagnosisWorld,
): Promise<string> {
  const { agent } = loop.runner
  const row = agent === null ? undefined : table.rows(now).get(agent.pid)
  const rows = row === undefined ? [] : [row, ...table.descendants(row.pid, now)]
  const parts = [
    `${loop.name} at ${new Date(now.wall * 1000).toISOString()}`,
    ...rows.map((each) => describeProcess(each, table.argumentsOf(each))),
    `== screen\n${await capture(loop, processes)}`,
  ]
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `${loop.name}-${actionId.replace(/[^\w.-]/g, '_')}.txt`)
  writeFileSync(file, `${parts.join('\n\n')}\n`, { mode: 0o600 })
  return file
}

function describeProcess(row: ProcessRow, args: readonly string[]): string {
  const { pid, state, cpuSeconds } = row
  const read = files.map((name) => `-- ${name}\n${readProcFile(pid, name)}`)
  const about = `== process ${pid}, state ${state}, ${cpuSeconds} s of processor time, in ${readProcLink(pid, 'cwd') ?? '?'}`
  return [about, args.join(' '), ...read].join('\n')
}

function readProcFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8').trimEnd()
  } catch (error) {
    return `(${(error as NodeJS.ErrnoException).code ?? 'unreadable'})`
  }
}

async function capture({ terminal }: WatchedLoop, processes: ProcessRunner): Promise<string> {
  if (terminal === null) return '(no terminal)'
  try {
    const target = ['capture-pane', '-p', '-S', '-', '-t', `=${terminal.name}:`]
    return (
      await processes.run('tmux', ['-u', '-N', '-S', terminal.socket, ...target], { timeoutMs: captureTimeoutMs })
    ).stdout
  } catch (error) {
    return `(${(error as Error).message})`
  }
}
