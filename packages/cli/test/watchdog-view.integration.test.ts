import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { captureOutput } from '@oclif/test'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import LoopExplain from '../src/commands/loop/explain.js'
import LoopTop from '../src/commands/loop/top.js'
import WatchdogExport from '../src/commands/watchdog/export.js'
import WatchdogInstallUnit from '../src/commands/watchdog/install-unit.js'
import WatchdogReplay from '../src/commands/watchdog/replay.js'
import { realWorld } from '../src/world.js'
import { writeLoopWorkspace, writeWatchedBuilder } from './watched-workspace.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const commands = {
  explain: LoopExplain,
  export: WatchdogExport,
  'install-unit': WatchdogInstallUnit,
  replay: WatchdogReplay,
  top: LoopTop,
}

afterEach(() => {
  process.exitCode = undefined
})

function workspaceIn(folder: string, environment: Readonly<Record<string, string>> = {}) {
  writeLoopWorkspace(folder)
  const world = { ...realWorld(), environment: { PATH: process.env.PATH, HOME: folder, ...environment }, cwd: folder }
  return {
    folder,
    async run(name: keyof typeof commands, ...argv: string[]) {
      process.exitCode = undefined
      const Command = class extends (commands[name] as typeof LoopTop) {
        protected override readonly world = world
      }
      const { stdout, stderr } = await captureOutput(() => Command.run(argv, { root }))
      return { stdout, stderr, exitCode: process.exitCode ?? 0 }
    },
  }
}

/** A workspace whose watchdog saw a builder die and started it again, as its journal tells. */
function watchedWorkspace() {
  const workspace = workspaceIn(temporaryFolder(onTestFinished))
  return { ...workspace, journal: writeWatchedBuilder(workspace.folder) }
}

describe('loop top', () => {
  it('prints one plain frame where there is no terminal, and none of its lines is wider than 80', async () => {
    const { run } = watchedWorkspace()
    const { stdout } = await run('top')

    expect(stdout).toMatch(/^watchdog alive, heartbeat \d+ s ago, epoch 1$/m)
    expect(stdout).toMatch(/^builder +RESTARTING /m)
    expect(stdout).toMatch(/^ {2}why .*SIGKILL/m)
    expect(stdout).not.toContain('\u001b')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('gives one document, and says that there never was a watchdog', async () => {
    const { run } = workspaceIn(temporaryFolder(onTestFinished))
    expect(JSON.parse((await run('top', '--json')).stdout)).toMatchObject({
      watchdog: { state: 'never', epoch: null },
      loops: [],
    })
    expect((await run('top', '--once')).stdout).toContain('NO WATCHDOG')
  })
})

describe('loop explain', () => {
  it('says why a builder was restarted, and how that ended', async () => {
    const { run } = watchedWorkspace()
    const { stdout } = await run('explain', 'builder', '--last')

    expect(stdout).toMatch(/restart builder/)
    expect(stdout).toMatch(/^ {2}seen +.*SIGKILL/m)
    expect(stdout).toMatch(/^ {2}result +done/m)
  })

  it('takes -10m for a time and not for a flag, and names what it does not take', async () => {
    const { run } = watchedWorkspace()
    expect(JSON.parse((await run('explain', '-10m', '--json')).stdout)).toMatchObject({
      loop: null,
      explanation: { action: { kind: expect.any(String) } },
    })
    const first = ['2026-01-05T08:00:01Z', '--json']
    expect(JSON.parse((await run('explain', ...first)).stdout)).toMatchObject({ explanation: null })
    for (const [argv, code] of [
      [['yesterday'], 'TIME_MISSING'],
      [['builder', 'yesterday'], 'TIME_UNREADABLE'],
      [['bilder', '-10m'], 'LOOP_UNKNOWN'],
      [['-10m', '--last'], 'TIME_UNREADABLE'],
    ] as const) {
      const { stdout, exitCode } = await run('explain', ...argv, '--json')
      expect(JSON.parse(stdout)).toMatchObject({ error: { code } })
      expect(exitCode).toBe(2)
    }
  })
})

describe('watchdog replay', () => {
  it('ends with 0 where the same is decided, with 1 where it is not, with 3 where there is no journal', async () => {
    const { folder, run } = watchedWorkspace()
    const same = await run('replay')
    expect(same.stdout).toMatch(/^\d+ the same, 0 only then \(-\), 0 only now \(\+\); \d+ ticks in \d+ lines\.$/m)
    expect(same.exitCode).toBe(0)

    writeFileSync(join(folder, 'rules.yaml'), 'restarts: { firstDelay: 3000, longestDelay: 3000 }\n')
    const other = await run('replay', '--rules', 'rules.yaml')
    expect(other.stdout).toMatch(/^- .*restart builder/m)
    expect(other.exitCode).toBe(1)

    const missing = await run('replay', 'nowhere.jsonl', '--json')
    expect(JSON.parse(missing.stdout)).toMatchObject({ error: { code: 'JOURNAL_MISSING' } })
    expect(missing.exitCode).toBe(3)
    writeFileSync(join(folder, 'noise'), 'noise\n')
    expect(JSON.parse((await run('replay', 'noise', '--json')).stdout)).toMatchObject({
      error: { code: 'JOURNAL_UNREADABLE', exitCode: 3 },
    })
    writeFileSync(join(folder, 'rules.yaml'), 'restart: {}\n')
    expect(JSON.parse((await run('replay', '--rules', 'rules.yaml', '--json')).stdout)).toMatchObject({
      error: { code: 'RULES_INVALID', exitCode: 2 },
    })
  })

  it('says what is left out of a damaged journal', async () => {
    const { run, journal } = watchedWorkspace()
    const lines = readFileSync(journal, 'utf8').split('\n')
    writeFileSync(journal, lines.with(4, '{"seq":5,"noise":1}').join('\n').slice(0, -20))
    const { stdout } = await run('replay')

    expect(stdout).toMatch(/^Left out: .* line 5 is not what was written\.$/m)
    expect(stdout).toMatch(/^Left out: .* bytes at its end were cut short\.$/m)
    expect(stdout).toMatch(/^Left out: lines are missing after line 4\.$/m)
  })
})

describe('watchdog export', () => {
  it('sends spans and log records to a collector, with the same ids each time', async () => {
    const { run } = watchedWorkspace()
    const collector = await startCollector()
    for (const _ of [1, 2]) {
      const { stdout } = await run('export', '--otlp', collector.url, '--json')
      expect(JSON.parse(stdout)).toMatchObject({ to: collector.url, open: 0, rejected: [] })
    }
    const traces = collector.got.filter(({ path }) => path === '/v1/traces').map(({ body }) => body)
    expect(traces).toHaveLength(2)
    expect(traces[0]).toBe(traces[1])
    expect(traces[0]).toContain('"name":"restart builder"')
    expect(collector.got.map(({ path }) => path)).toContain('/v1/logs')
  })

  it('says what a collector refuses, and that there is none', async () => {
    const { run } = watchedWorkspace()
    const collector = await startCollector(415)
    expect(JSON.parse((await run('export', '--otlp', collector.url, '--json')).stdout)).toMatchObject({
      error: { code: 'OTLP_REFUSED', message: expect.stringContaining('415') },
    })
    await collector.close()
    expect(JSON.parse((await run('export', '--otlp', collector.url, '--json')).stdout)).toMatchObject({
      error: { code: 'OTLP_UNREACHABLE', exitCode: 3 },
    })
    expect(JSON.parse((await run('export', '--otlp', 'nowhere', '--json')).stdout)).toMatchObject({
      error: { code: 'OTLP_ADDRESS_INVALID', exitCode: 2 },
    })
  })
})

describe('watchdog install-unit', () => {
  it('writes units once, keeps what was changed by hand, and says what is still to be typed', async () => {
    const { folder, run } = workspaceIn(join(temporaryFolder(onTestFinished), 'My work'))
    const place = join(folder, '.config/systemd/user')
    const first = await run('install-unit', '--json')
    expect(JSON.parse(first.stdout)).toMatchObject({
      service: 'cc-ci-watchdog-my-work.service',
      enabled: false,
      remaining: expect.arrayContaining(['systemctl --user enable --now cc-ci-watchdog-my-work.service']),
    })
    expect(readdirSync(place)).toHaveLength(4)
    const again = JSON.parse((await run('install-unit', '--json')).stdout)
    expect(again.units.map(({ state }: { state: string }) => state)).toEqual(Array(4).fill('unchanged'))

    const unit = join(place, 'cc-ci-watchdog-my-work.service')
    const mine = `${readFileSync(unit, 'utf8')}Nice=5\n`
    writeFileSync(unit, mine)
    const kept = await run('install-unit', '--json')
    expect(JSON.parse(kept.stdout)).toMatchObject({ error: { code: 'UNIT_CHANGED_BY_HAND', exitCode: 2 } })
    expect(readFileSync(unit, 'utf8')).toBe(mine)
    await run('install-unit', '--force', '--json')
    expect(readFileSync(unit, 'utf8')).not.toContain('Nice=5')
  })

  it('shows the units and writes none with --dry-run', async () => {
    const { folder, run } = workspaceIn(temporaryFolder(onTestFinished))
    expect((await run('install-unit', '--dry-run')).stdout).toMatch(/^Restart=always$/m)
    expect(existsSync(join(folder, '.config'))).toBe(false)
  })

  it('brings an older unit of ours up to date', async () => {
    const { folder, run } = workspaceIn(temporaryFolder(onTestFinished))
    await run('install-unit', '--output', 'units', '--name', 'a')
    writeFileSync(join(folder, 'cc-ci.yaml'), 'version: 1\n')
    const { run: later } = workspaceIn(folder, { LC_ALL: 'C' })
    const { units } = JSON.parse((await later('install-unit', '--output', 'units', '--name', 'a', '--json')).stdout)
    expect(new Set(units.map(({ state }: { state: string }) => state))).toEqual(new Set(['outdated', 'unchanged']))
  })
})

const verifier = spawnSync('systemd-analyze', ['--version']).status === 0
const why = verifier || process.env.CI === 'true' ? '' : ' (skipped: systemd-analyze is not installed)'

describe.skipIf(why !== '')(`systemd itself${why}`, () => {
  it('accepts the units of a workspace with blanks, % and $ in its path, and refuses broken ones', async () => {
    const base = temporaryFolder(onTestFinished)
    const { folder, run } = workspaceIn(join(base, 'a b 5%n $HOME'), { LANG: 'C', TZ: 'a %h $x' })
    await run('install-unit', '--output', 'units', '--name', 'a')
    const units = join(folder, 'units')
    const names = readdirSync(units)
    expect(verify(units, names, base)).toEqual({ status: 0, output: '' })

    const unit = join(units, 'cc-ci-watchdog-a.service')
    const broken = readFileSync(unit, 'utf8').replace('Restart=always', 'Restart=sometimes')
    writeFileSync(unit, broken)
    expect(verify(units, names, base).output).toContain('Failed to parse service restart specifier')
    writeFileSync(unit, broken.replace(/^ExecStart=.*$/m, 'ExecStart="/nowhere/node"'))
    expect(verify(units, names, base)).toMatchObject({ status: 1, output: expect.stringContaining('/nowhere/node') })
  })
})

function verify(folder: string, names: readonly string[], runtime: string) {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['--user', 'verify', ...names], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: runtime, XDG_RUNTIME_DIR: runtime, LC_ALL: 'C' },
  })
  return { status, output: stdout + stderr }
}

async function startCollector(status = 200) {
  const got: { path: string; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part
    })
    request.on('end', () => {
      got.push({ path: request.url ?? '', body })
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  onTestFinished(() => close())
  return { got, close, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
