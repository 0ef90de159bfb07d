import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, appendFileSync, constants } from 'node:fs'
import { join } from 'node:path'
import type { LaunchOrder } from '../runner/launch-order.js'
import { runMark } from './end-processes.js'
import { listenForInput } from './stream-input.js'

export interface AgentEnd {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface StartedAgent {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined
  readonly ended: Promise<AgentEnd>
}

/** As a shell does for a program that it cannot run. */
const notStarted: AgentEnd = { code: 127, signal: null }

/**
 * Starts the agent in our terminal, with an environment of its own. The kernel ends it with us, also when we are killed.
 * A headless agent reads what comes through its socket, and what it prints is kept in `streamFile` and shown.
 */
export function startAgent(order: LaunchOrder, streamFile: string): StartedAgent {
  const [name = '', value = ''] = runMark(order.runId).split('=')
  const env = { ...order.environment, TERM: process.env.TERM ?? 'screen-256color', [name]: value }
  const [command = '', ...args] = endsWithUs(order.command, env.PATH)
  const headless = order.engine === 'stream-json'
  const child = spawn(command, args, {
    cwd: order.folder,
    env,
    stdio: headless ? ['pipe', 'pipe', 'inherit'] : 'inherit',
  })
  if (headless) connectStreams(child, order, streamFile)
  return { pid: child.pid, ended: endOf(child) }
}

function endOf(child: ChildProcess): Promise<AgentEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`The agent was not started: ${error.message}\n`)
      resolve(notStarted)
    })
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

/** With setpriv of util-linux, where that is; elsewhere the terminal's hangup has to do. */
function endsWithUs(command: readonly string[], path = ''): readonly string[] {
  const found = path.split(':').some((folder) => isExecutable(join(folder, 'setpriv')))
  return found ? ['setpriv', '--pdeathsig', 'KILL', '--', ...command] : command
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function connectStreams(child: ChildProcess, order: LaunchOrder, streamFile: string): void {
  child.stdout?.on('data', (data: Buffer) => {
    appendFileSync(streamFile, data)
    process.stdout.write(data)
  })
  child.stdin?.on('error', () => {
    // It ends; its exit tells more.
  })
  listenForInput(order.stateFolder, (data) => void child.stdin?.write(data))
}
