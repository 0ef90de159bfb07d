import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { captureOutput } from '@oclif/test'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import WatchdogCanary from '../src/commands/watchdog/canary.js'
import WatchdogJudge from '../src/commands/watchdog/judge.js'
import { realWorld } from '../src/world.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const commands = { judge: WatchdogJudge, canary: WatchdogCanary }

afterEach(() => {
  process.exitCode = undefined
})

const escapeByte = String.fromCharCode(27)
const rule = '─'.repeat(78)
const screen = (composer: string) => `❯ go\n\n● done\n\n${rule}\n❯\u00a0${composer}\n${rule}\n  ? for shortcuts\n`
const owner = { pid: 426, sessionId: 's', cwd: '/srv/x', procStart: '214837', status: 'idle' }

function recordings() {
  const folder = temporaryFolder(onTestFinished)
  const files = {
    'screen.txt': screen('Resend your message'),
    'screen.ansi': screen(`${escapeByte}[7mR${escapeByte}[0;2mesend your message${escapeByte}[0m`),
    'draft.txt': screen('Resend your message'),
    'dead.txt': screen(''),
    'dead.meta.json': '{"title":"","dead":"1"}',
    'sessions.jsonl': [owner, { ...owner, pid: 72, procStart: '1' }].map((each) => JSON.stringify(each)).join('\n'),
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

async function run(name: keyof typeof commands, argv: string[], cwd = recordings()) {
  const world = { ...realWorld(), environment: {}, cwd }
  const Command = class extends (commands[name] as typeof WatchdogJudge) {
    protected override readonly world = world
  }
  const { stdout } = await captureOutput(() => Command.run(argv, { root }))
  return { stdout, exitCode: process.exitCode ?? 0 }
}

async function judge(...argv: string[]) {
  const { stdout, exitCode } = await run('judge', [...argv, '--json'])
  const document = JSON.parse(stdout) as { files: readonly Record<string, unknown>[]; error?: { code: string } }
  return { document, exitCode }
}

describe('watchdog judge', () => {
  it('gives one document, with every field for every file, and uses what lies beside a screen', async () => {
    const { document, exitCode } = await judge('screen.txt', 'draft.txt', 'dead.txt')

    expect(exitCode).toBe(0)
    expect(document).toMatchObject({
      schemaVersion: 1,
      files: [
        { file: 'screen.txt', kind: 'pane', state: 'IDLE', composer: 'hint', mayType: null },
        { file: 'draft.txt', kind: 'pane', state: 'IDLE', composer: 'draft', mayType: false },
        { file: 'dead.txt', kind: 'pane', state: 'DEAD', turn: 'exited', mayType: false },
      ],
    })
    const fields = 'file kind state turn composer dialog retry limit error usage owners mayType evidence'.split(' ')
    for (const file of document.files) expect(Object.keys(file).toSorted()).toEqual(fields.toSorted())
  })

  it.each([
    [[], [null, null], 'UNKNOWN'],
    [['--live', '426:214837'], [true, false], 'IDLE'],
    [['--live', '426:214837', '--live', '72:1'], [true, true], 'FOREIGN'],
    [['--live', '426:99'], [false, false], 'DEAD'],
    [['--live', 'none'], [false, false], 'DEAD'],
  ])('W-34, W-85: with %j it takes the owners for alive: %j', async (flags, alive, state) => {
    const { document } = await judge('sessions.jsonl', ...flags)

    const owners = document.files[0]?.owners as readonly { alive: boolean | null }[]
    expect(owners.map((each) => each.alive)).toEqual(alive)
    expect(document.files[0]).toMatchObject({ kind: 'registry', state })
  })

  it('ends with 3 if a file cannot be read, and judges the others', async () => {
    const { document, exitCode } = await judge('nowhere.txt', 'screen.txt', '.')

    expect(exitCode).toBe(3)
    expect(document.files).toMatchObject([
      { kind: 'unknown', state: 'UNKNOWN', evidence: [{ line: 0, why: expect.stringContaining('cannot be read') }] },
      { kind: 'pane' },
      { kind: 'unknown' },
    ])
  })

  it.each([
    ['--live', '426'],
    ['--zone', 'Nowhere/Land'],
    ['--at', 'soon'],
  ])('refuses %s %s with what to write instead', async (flag, value) => {
    const { document, exitCode } = await judge('screen.txt', flag, value)

    expect(document.error?.code).toBe('FLAG_INVALID')
    expect(exitCode).toBe(2)
  })

  it('shows people a table of 80 columns', async () => {
    const { stdout } = await run('judge', ['screen.txt', 'sessions.jsonl', '--live', '426:214837'])

    expect(stdout).toContain('screen.txt      pane      IDLE  idle\n    composer hint\n')
    expect(stdout).toContain('owners named: 2, known to live: 1')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})

describe('watchdog canary', () => {
  it('ends with 0 where all is known, with 1 where something is new, with 3 where nothing can be read', async () => {
    const folder = recordings()
    mkdirSync(join(folder, 'new'))
    writeFileSync(join(folder, 'new/sessions.jsonl'), JSON.stringify({ ...owner, status: 'dreaming' }))
    chmodSync(join(folder, 'new/sessions.jsonl'), 0o444)

    const known = await run('canary', ['screen.txt', 'sessions.jsonl'], folder)
    expect(known).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing is new') })
    const changed = await run('canary', ['new/sessions.jsonl'], folder)
    expect(changed).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('new/sessions.jsonl:1  status=dreaming'),
    })
    const { stdout, exitCode } = await run('canary', ['nowhere', '--json'], folder)
    expect([JSON.parse(stdout).error.code, exitCode]).toEqual(['RECORDING_UNREADABLE', 3])
  })
})
