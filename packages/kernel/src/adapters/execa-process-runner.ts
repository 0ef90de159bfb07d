import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Options, Result } from 'execa'
import { CcCiError } from '../errors.js'
import type { OutputStream, ProcessResult, ProcessRunner, RunOptions } from '../ports/process-runner.js'
import { describeCommand, processAborted, programNotFound } from '../process-failures.js'
import { type CommandLine, inPseudoTerminal } from './pseudo-terminal.js'
import { superviseProgram } from './supervise-program.js'

/** Runs real programs with execa. */
export class ExecaProcessRunner implements ProcessRunner {
  async run(command: string, args: readonly string[], options: RunOptions = {}): Promise<ProcessResult> {
    const shown = describeCommand(command, args, options.redact)
    if (options.signal?.aborted) throw processAborted(shown)
    const { execa } = await import('execa') // 70 ms to load: only commands that start a process pay it
    const mark = options.leavesNothing ? `CC_CI_PROCESS_MARK=${randomUUID()}` : undefined
    const env = { ...(options.cleanEnv ? {} : process.env), ...options.env, ...markedEnv(mark) }
    const plain: CommandLine = { command, args, env }
    const line = options.pty ? await inPseudoTerminal(plain, options.cwd) : plain
    const stopping = new AbortController()
    const settings: Options = { ...baseSettings(line, options), ...listeners(options, stopping) }
    const start = () => execa(line.command, line.args, settings)
    const result = await superviseProgram({ start, stopping, shown, options, mark })
    return toProcessResult(result, { command: line.command, shown, options })
  }
}

function markedEnv(mark: string | undefined): Record<string, string> {
  const [name, value] = mark?.split('=') ?? []
  return name === undefined || value === undefined ? {} : { [name]: value }
}

function baseSettings({ env }: CommandLine, { cwd, input }: RunOptions): Options {
  return {
    reject: false,
    extendEnv: false,
    env,
    detached: true,
    cleanup: false,
    ...(cwd !== undefined && { cwd }),
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  }
}

function listeners({ onLine }: RunOptions, stopping: AbortController): Options {
  if (onLine === undefined) return {}
  const listener = (stream: OutputStream) =>
    function* (line: unknown) {
      try {
        if (!stopping.signal.aborted) onLine(String(line).replace(/\r$/, ''), stream)
      } catch (error) {
        stopping.abort(error)
      }
      yield line
    }
  return { stdout: listener('stdout'), stderr: listener('stderr') }
}

interface Run {
  readonly command: string
  readonly shown: string
  readonly options: RunOptions
}

function toProcessResult(result: Result<Options>, { command, shown, options }: Run): ProcessResult {
  if (result.exitCode === undefined || result.isMaxBuffer) throw didNotFinish(result, { command, shown, options })
  const [stdout, stderr] = [String(result.stdout ?? ''), String(result.stderr ?? '')]
  return { exitCode: result.exitCode, stdout: options.pty ? stdout.replaceAll('\r\n', '\n') : stdout, stderr }
}

/** Without execa's error as the cause: that one shows all arguments. */
function didNotFinish(result: Result<Options>, { command, shown, options }: Run): CcCiError {
  if (result.isMaxBuffer) return new CcCiError('PROCESS_KILLED', `${shown}: was stopped because it printed too much.`)
  if (result.signal !== undefined) {
    return new CcCiError('PROCESS_KILLED', `${shown}: was ended by ${result.signal}, which did not come from cc-ci.`, {
      hint: 'If the machine ran out of memory, its kernel log says so.',
    })
  }
  if (options.cwd !== undefined && !existsSync(options.cwd)) {
    return new CcCiError('PROGRAM_NOT_STARTED', `${shown}: its working folder ${options.cwd} does not exist.`)
  }
  if (result.code === 'ENOENT') return programNotFound(command)
  return new CcCiError('PROGRAM_NOT_STARTED', `${shown}: could not be started (${result.code ?? 'unknown reason'}).`)
}
