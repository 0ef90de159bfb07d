import { ScriptedProcessRunner } from '@cc-ci/kernel/testing'
import { describe, expect, it } from 'vitest'
import { AbraCommand } from './abra-command.js'

const clientEnv = { PATH: '/usr/bin', HOME: '/srv/ci', DOCKER_HOST: 'unix:///run/docker.sock' }
const help = 'Flags:\n  -n, --no-input   no questions\n  -o, --offline   no network\n  -C, --chaos   as it is\n'

function bed(deployHelp = help) {
  const processes = new ScriptedProcessRunner()
    .on('abra --version', { stdout: 'abra version 0.13.0-beta-1a2b3c4' })
    .on('abra app deploy')
    .on('abra app deploy --help', { stdout: deployHelp })
  const deploy = { verb: 'app deploy', abraDir: '/runs/7/abra', args: ['wiki.ci.test'], timeoutMs: 60_000 } as const
  const flags = { noInput: true, offline: true, chaos: true, force: true }
  const command = new AbraCommand({ processes, clientEnv })
  return { processes, command, deploy: () => command.run({ ...deploy, flags }) }
}

describe('a call of abra', () => {
  it('A-02: runs in a pseudo terminal, plain, with a limit, an ABRA_DIR of its own and nothing of this host', async () => {
    const { processes, deploy } = bed()
    await deploy()

    expect(processes.runs.at(-1)?.options).toEqual({
      ...{ pty: true, cleanEnv: true, cwd: '/', timeoutMs: 60_000 },
      env: { ...clientEnv, NO_COLOR: '1', TERM: 'dumb', ABRA_DIR: '/runs/7/abra' },
    })
  })

  it('passes the flags that its help lists, before the arguments, and asks for the help once', async () => {
    const { processes, deploy } = bed()
    await deploy()
    await deploy()

    const line = 'abra app deploy --no-input --offline --chaos wiki.ci.test'
    expect(processes.calls).toEqual(['abra app deploy --help', line, line])
  })

  it('passes what is believed when no help can be read', async () => {
    const { processes, deploy } = bed('FATA no help today')
    await deploy()

    expect(processes.calls.at(-1)).toBe('abra app deploy -n -o -C -f wiki.ci.test')
  })

  it('gives back what it printed without colours, whatever the exit code', async () => {
    const { processes, deploy } = bed()
    processes.on('abra app deploy --no-input', { exitCode: 1, stdout: '\u001b[31mFATA\u001b[0m no' })

    expect(await deploy()).toEqual({ exitCode: 1, text: 'FATA no' })
  })

  it('is unknown, not refused, when it does not end', async () => {
    const { processes, deploy } = bed()
    processes.hangs('abra app deploy --no-input')

    await expect(deploy()).rejects.toMatchObject({ code: 'PROCESS_TIMED_OUT' })
  })
})

describe('an abra', () => {
  it('says its version', async () => {
    expect(await bed().command.version()).toBe('0.13.0-beta-1a2b3c4')
  })

  it.each([
    ['is not there', (processes: ScriptedProcessRunner) => processes.missing('abra')],
    [
      'is another program of that name',
      (processes: ScriptedProcessRunner) => processes.on('abra', { stdout: 'hello' }),
    ],
  ])('that %s is missed only by who needs it', async (_, change) => {
    const { processes, command } = bed()
    change(processes)

    expect(await command.findVersion()).toBeUndefined()
    await expect(command.version()).rejects.toMatchObject({ code: 'ABRA_MISSING', exitCode: 3 })
  })
})
