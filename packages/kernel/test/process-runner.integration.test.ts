import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ExecaProcessRunner } from '@cc-ci/kernel'
import { putOnPath, ScriptedProcessRunner, temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { processRunnerContract } from './process-runner.contract.js'
import { isAlive, startProgram } from './programs/start-program.js'

processRunnerContract('ExecaProcessRunner', () => new ExecaProcessRunner())
processRunnerContract('ScriptedProcessRunner', () =>
  new ScriptedProcessRunner()
    .on('echo hi', { stdout: 'hi' })
    .on('false', { exitCode: 1 })
    .on('ls', { exitCode: 2, stderr: 'ls: No such file' })
    .hangs('sleep')
    .missing('no-such-program'),
)

const runner = new ExecaProcessRunner()
const path = process.env.PATH ?? ''

describe('the program gets what it was given', () => {
  it('A-22: a clean environment holds nothing but what was asked for', async () => {
    const { stdout } = await runner.run('env', [], { cleanEnv: true, env: { PATH: path, GREETING: 'hi' } })

    expect(stdout.split('\n').sort()).toEqual(['GREETING=hi', `PATH=${path}`])
  })

  it('adds to the inherited environment otherwise', async () => {
    const { stdout } = await runner.run('env', [], { env: { GREETING: 'hi' } })

    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['GREETING=hi', `PATH=${path}`]))
  })

  it.each([
    ['its input', { input: 'hello' }, 'hello'],
    ['no input, not ours', {}, ''],
  ])('%s', async (_, options, printed) => {
    expect(await runner.run('cat', [], options)).toMatchObject({ exitCode: 0, stdout: printed })
  })

  it('a working folder, or an error that names the missing one', async () => {
    const folder = temporaryFolder(onTestFinished)

    expect(await runner.run('pwd', [], { cwd: folder })).toMatchObject({ stdout: folder })
    await expect(runner.run('pwd', [], { cwd: join(folder, 'gone') })).rejects.toMatchObject({
      code: 'PROGRAM_NOT_STARTED',
      message: expect.stringContaining(join(folder, 'gone')),
    })
  })
})

describe('A-02: a pseudo terminal', () => {
  const refusesPipes = `
    [ -t 0 ] && [ -t 1 ] && [ -t 2 ] || { echo 'inappropriate ioctl for device' >&2; exit 25; }
    stty size; printf '\\033[1mbold\\033[0m\\n'; echo oops >&2; printf '<%s>\\n' "$@"; exit 7`

  it('serves a program that refuses pipes, and keeps colours, arguments and exit code', async () => {
    const env = putOnPath(temporaryFolder(onTestFinished), { abra: refusesPipes })
    const args = [`it's`, '"$HOME" `id` $(id)', '*', 'two\nlines', '']

    expect(await runner.run('abra', args, { env })).toMatchObject({ exitCode: 25 })
    expect(await runner.run('abra', args, { env, pty: true })).toEqual({
      exitCode: 7,
      stdout: `50 200\n\u001b[1mbold\u001b[0m\noops\n${args.map((arg) => `<${arg}>`).join('\n')}`,
      stderr: '',
    })
  })

  it('does not show the input, which may be a secret', async () => {
    expect(await runner.run('wc', ['-c'], { input: 'hunter2\n', pty: true })).toMatchObject({ stdout: '8' })
  })

  it.each(['/bin/bash', undefined])('gives the program its own SHELL back: %s', async (shell) => {
    const env = { PATH: path, ...(shell !== undefined && { SHELL: shell }) }
    const { stdout } = await runner.run('env', [], { pty: true, cleanEnv: true, env })

    expect(stdout.split('\n').find((line) => line.startsWith('SHELL='))).toBe(shell && `SHELL=${shell}`)
  })

  it('tells lines without carriage returns', async () => {
    const lines: string[] = []
    await runner.run('seq', ['2'], { pty: true, onLine: (line) => lines.push(line) })

    expect(lines).toEqual(['1', '2'])
  })

  it('names the program that is not installed, though a shell stands between', async () => {
    await expect(runner.run('no-such-program', [], { pty: true })).rejects.toMatchObject({
      code: 'PROGRAM_NOT_FOUND',
      message: expect.stringContaining('no-such-program'),
    })
  })
})

describe('H-01: stopping a program stops all it started', () => {
  const families = {
    'a grandchild': 'sleep 60 & echo $! >"$1"; wait',
    'a grandchild that will not end': 'trap "" TERM; sleep 60 & echo $! >"$1"; wait; wait',
    'a grandchild in a session of its own': 'setsid sleep 60 & echo $! >"$1"; wait',
    'a grandchild whose parent is gone': '(sleep 60 & echo $! >"$1"); sleep 60',
  }
  const cases = Object.entries(families).flatMap(([title, script]) => [
    { title, script, pty: false },
    { title: `${title}, in a pseudo terminal`, script, pty: true },
  ])

  it.each(cases)('$title', async ({ script, pty }) => {
    const note = join(temporaryFolder(onTestFinished), 'pid')
    const cancel = new AbortController()
    const running = runner.run('sh', ['-c', script, 'sh', note], { pty, signal: cancel.signal, killGraceMs: 200 })
    running.catch(() => {})
    const grandchild = await expect
      .poll(() => pidIn(note), { timeout: 5000 })
      .toBeGreaterThan(0)
      .then(() => pidIn(note))
    expect(isAlive(grandchild)).toBe(true)
    cancel.abort()

    await expect(running).rejects.toMatchObject({ code: 'PROCESS_ABORTED' })
    await expect.poll(() => isAlive(grandchild), { timeout: 5000 }).toBe(false)
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('also when %s ends cc-ci itself', async (signal) => {
    const note = join(temporaryFolder(onTestFinished), 'pid')
    const ccCi = startProgram('run-program.ts', ['sh', '-c', 'echo $$ >"$1"; exec sleep 60', 'sh', note])
    await expect.poll(() => pidIn(note), { timeout: 20_000 }).toBeGreaterThan(0)
    ccCi.process.kill(signal)

    expect(await ccCi.ended).toEqual({ exitCode: null, signal })
    await expect.poll(() => isAlive(pidIn(note)), { timeout: 5000 }).toBe(false)
  })
})

describe('what a program leaves in the background ends with it, when asked for', () => {
  const background = {
    'that keeps the output open': 'sleep 60 & echo $! >"$1"',
    'in a session of its own': '(setsid sleep 60 & echo $! >"$1")',
    'that lets go of everything':
      '(setsid nohup sh -c "echo \\$\\$ >$1; exec sleep 60" >/dev/null 2>&1 &); until [ -s "$1" ]; do :; done',
    'that will not end': 'trap "" TERM; sleep 60 & echo $! >"$1"',
  }

  it.each(Object.entries(background))('%s', async (_, script) => {
    const note = join(temporaryFolder(onTestFinished), 'pid')
    const running = runner.run('sh', ['-c', `${script}; echo done; exit 7`, 'sh', note], {
      leavesNothing: true,
      killGraceMs: 200,
      timeoutMs: 20_000,
    })

    expect(await running).toMatchObject({ exitCode: 7, stdout: 'done' })
    expect(isAlive(pidIn(note))).toBe(false)
  })
})

it('waits for nobody who hides in the background and holds the output open', async () => {
  const note = join(temporaryFolder(onTestFinished), 'pid')
  const script = '(env -i /usr/bin/setsid /bin/sleep 60 & echo $! >"$1"); echo done'
  const finished = await runner.run('sh', ['-c', script, 'sh', note], { leavesNothing: true, timeoutMs: 30_000 })
  onTestFinished(() => void process.kill(pidIn(note)))

  expect(finished).toMatchObject({ exitCode: 0, stdout: 'done' })
})

it('loses nothing of what such a program printed last', async () => {
  const { stdout } = await runner.run('sh', ['-c', 'sleep 60 & seq 200000'], { leavesNothing: true })

  expect(stdout.split('\n')).toHaveLength(200_000)
})

describe('a program that does not end by itself', () => {
  it('says so when a signal from elsewhere ended it', async () => {
    await expect(runner.run('sh', ['-c', 'kill -9 $$'])).rejects.toMatchObject({
      code: 'PROCESS_KILLED',
      message: expect.stringContaining('SIGKILL'),
    })
  })

  it('is stopped when the one who listens throws', async () => {
    const running = runner.run('sh', ['-c', 'echo one; echo two; sleep 60'], {
      onLine: (line) => {
        if (line === 'two') throw new Error('seen enough')
      },
    })

    await expect(running).rejects.toThrow('seen enough')
  })

  it('may have let go of a background program that keeps the output open: only the time limit ends that', async () => {
    const note = join(temporaryFolder(onTestFinished), 'pid')
    onTestFinished(() => void process.kill(pidIn(note)))
    const running = runner.run('sh', ['-c', '(setsid sleep 60 & echo $! >"$1")', 'sh', note], { timeoutMs: 300 })

    await expect(running).rejects.toMatchObject({ code: 'PROCESS_TIMED_OUT' })
  })
})

function pidIn(file: string): number {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
}
