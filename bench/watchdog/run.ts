import { execFileSync, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { notifySettingsSchema, watchdogSettingsSchema } from '../../packages/contracts/src/watchdog-settings.js'
import { ExecaProcessRunner, SystemClock } from '../../packages/kernel/src/index.js'
import { assembleWatch, type LoopControl, type WatchedLoop, watch } from '../../packages/watchdog/src/index.js'
import { describeMachine } from '../machine.js'

/**
 * What it costs to watch many loops at the default pace: processor time of the watchdog and of all it starts, and its
 * memory. A third of the loops works: their transcripts grow and their screens are drawn each second.
 */
const count = Number(process.argv[2] ?? 50)
const seconds = Number(process.argv[3] ?? 120)

const folder = mkdtempSync(join(tmpdir(), 'cc-ci-bench-'))
const socket = join(folder, 'tmux.sock')
const clock = new SystemClock()
const tmux = (...args: readonly string[]) => execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args])
const agents = Array.from({ length: count }, () => spawn('sleep', ['3600'], { stdio: 'ignore' }))
try {
  mkdirSync(join(folder, 'state'))
  mkdirSync(join(folder, 'sessions'))
  const loops = agents.map(({ pid = 0 }, index) => prepareLoop(`loop-${index}`, pid, index % 3 === 0))
  const working = setInterval(() => work(loops.filter((_, index) => index % 3 === 0)), 1000)
  const control = { loops: async () => loops } as unknown as LoopControl
  const { world, release } = await assembleWatch(
    {
      folder: join(folder, 'state'),
      folders: [folder],
      settings: watchdogSettingsSchema.parse({}),
      notify: notifySettingsSchema.parse({}),
      dryRun: false,
      environment: {},
      say: () => undefined,
      control,
      sensors: { loop: [], common: [] },
    },
    { clock, processes: new ExecaProcessRunner() },
  )
  const ending = new AbortController()
  const settings = watchdogSettingsSchema.parse({})
  const options = { settings, version: '0', bootId: '', dryRun: true, once: false, say: () => undefined }
  const ended = watch({ ...options, signal: ending.signal }, world)
  // The first look is dearer than all others, and there is one of it.
  await clock.sleep(20_000)
  const [before, from] = [cpuSeconds(), clock.monotonic()]
  await clock.sleep(seconds * 1000)
  const share = (cpuSeconds() - before) / ((clock.monotonic() - from) / 1000)
  const memory = Math.round(process.memoryUsage.rss() / 2 ** 20)
  ending.abort()
  await ended
  clearInterval(working)
  await release()
  process.stdout.write(`${describeMachine()}\n${count} loops: ${(share * 100).toFixed(2)} % of a core, ${memory} MiB\n`)
} finally {
  for (const agent of agents) agent.kill('SIGKILL')
  tmux('kill-server')
  rmSync(folder, { recursive: true, force: true })
}

function prepareLoop(name: string, pid: number, draws: boolean): WatchedLoop {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  const record = {
    pid,
    procStart: start,
    sessionId: name,
    cwd: folder,
    status: draws ? 'busy' : 'idle',
    statusUpdatedAt: Date.now(),
  }
  writeFileSync(join(folder, 'sessions', `${pid}.json`), JSON.stringify(record))
  writeFileSync(join(folder, `${name}.jsonl`), '')
  writeFileSync(join(folder, `${name}.hooks`), '')
  tmux('new-session', '-d', '-s', name, draws ? 'while sleep 1; do date; done' : 'sleep 3600')
  const agent = { pid, start }
  const run = { running: true, runId: name, sessionId: name, agent, startedAt: Date.now() / 1000, prompted: true }
  return {
    name,
    role: 'builder',
    runner: { ...run, exit: null, lastWords: '', asked: false, stopping: false, held: null },
    folder,
    clientFolder: folder,
    clientProgram: 'client',
    transcript: join(folder, `${name}.jsonl`),
    statusline: join(folder, `${name}.statusline`),
    hookSpool: join(folder, `${name}.hooks`),
    terminal: { socket, name },
  }
}

function work(loops: readonly WatchedLoop[]): void {
  for (const { transcript, name } of loops) {
    const usage = { input_tokens: 5, output_tokens: 50 }
    const message = { id: `m${Date.now()}`, model: 'model', content: [{ type: 'text', text: 'x'.repeat(500) }], usage }
    const about = {
      type: 'assistant',
      uuid: `${name} ${Date.now()}`,
      sessionId: name,
      timestamp: new Date().toISOString(),
    }
    appendFileSync(transcript ?? '', `${JSON.stringify({ ...about, message })}\n`)
  }
}

/** Of this process and of the programs that it ran. */
function cpuSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
}
