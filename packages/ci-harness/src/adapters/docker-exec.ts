import type { Duplex, Readable } from 'node:stream'
import { CcCiError } from '@cc-ci/kernel'
import type { ExecOptions, ExecResult } from '../ports/swarm.js'
import type { DockerConnection } from './docker-connection.js'
import { containerGone, type DockerComplaint } from './docker-errors.js'
import { demultiplex } from './docker-frames.js'

export async function execInContainer(
  docker: DockerConnection,
  { container, command, options }: { container: string; command: readonly string[]; options: ExecOptions },
): Promise<ExecResult> {
  try {
    return whetherItStarted(await runExec(docker, container, command, options))
  } catch (error) {
    throw isGone(error) ? containerGone(container, error) : error
  }
}

/** Docker tells on standard output, with 126 for any cause, that it could not start a program; shells tell 127 apart. */
function whetherItStarted(result: ExecResult): ExecResult {
  if (result.exitCode !== 126 || !result.stdout.startsWith('OCI runtime exec failed')) return result
  const isMissing = /no such file or directory|executable file not found/.test(result.stdout)
  return { exitCode: isMissing ? 127 : 126, stdout: '', stderr: result.stdout }
}

async function runExec(
  docker: DockerConnection,
  container: string,
  command: readonly string[],
  { input, env = {}, user, timeoutMs }: ExecOptions,
): Promise<ExecResult> {
  const hasInput = input !== undefined
  const exec = await docker.ask((client) =>
    client.getContainer(container).exec({
      Cmd: [...command],
      Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
      AttachStdin: hasInput,
      AttachStdout: true,
      AttachStderr: true,
      ...(user !== undefined && { User: user }),
    }),
  )
  const stream = await docker.open(() => exec.start({ hijack: hasInput, stdin: hasInput }))
  if (hasInput) stream.end(input)
  const output = await collect(stream, timeoutMs).catch((error: unknown) => {
    if (isTimeout(error)) throw execTimedOut(command, timeoutMs ?? 0)
    throw error
  })
  const { ExitCode: exitCode } = await docker.ask(() => exec.inspect())
  // A container that ends takes its programs along: that says nothing about the program.
  if (exitCode === null || (exitCode === 137 && !(await isRunning(docker, container)))) throw containerGone(container)
  return { exitCode, ...demultiplex(output) }
}

async function collect(stream: Duplex | Readable, timeoutMs: number | undefined): Promise<Buffer> {
  const limit = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)
  const stop = () => stream.destroy(limit?.reason)
  limit?.addEventListener('abort', stop)
  try {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  } finally {
    limit?.removeEventListener('abort', stop)
  }
}

async function isRunning(docker: DockerConnection, container: string): Promise<boolean> {
  const details = await docker.find((client) => client.getContainer(container).inspect())
  return details?.State.Running === true
}

function isGone(error: unknown): boolean {
  if (!(error instanceof CcCiError)) return false
  const status = (error.cause as DockerComplaint | undefined)?.statusCode
  return status === 404 || status === 409
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
}

function execTimedOut(command: readonly string[], timeoutMs: number): CcCiError {
  return new CcCiError('EXEC_TIMED_OUT', `${command[0]} in the container did not end within ${timeoutMs / 1000} s.`, {
    hint: 'Find out what it waits for, or give it more time. It may still run in the container.',
  })
}
