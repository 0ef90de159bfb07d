import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { putOnPath } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { type Loop, readStatus, startLoop, stopLoop } from '../src/index.js'
import { LoopBed } from './loop-bed.js'

const openBed = () => new LoopBed(onTestFinished)

const eventsOf = (loop: Loop) => loop.journal.read().records.map(({ event }) => event)

it('W-22: a loop is started when its agent has acknowledged the first prompt, as one message', async () => {
  const bed = openBed()
  const prompt = Array.from({ length: 200 }, (_, index) => `line ${index} for {{loop}}`).join('\n')
  const loop = await bed.loop({ prompt })
  const started = await startLoop(loop)

  expect(started).toMatchObject({ loop: 'builder', outcome: 'started', resumed: false })
  expect(bed.typed()).toEqual([expect.stringMatching(/^\[cc-ci:\w+\] line 0 for builder\n.*line 199 for builder$/s)])
  expect(Object.keys(bed.transcripts())).toEqual([started.sessionId])

  expect(await startLoop(loop)).toMatchObject({ outcome: 'running', sessionId: started.sessionId, pid: started.pid })
  expect(bed.typed()).toHaveLength(1)

  expect(await stopLoop(loop)).toEqual({ loop: 'builder', outcome: 'asked' })
  expect(await stopLoop(loop)).toEqual({ loop: 'builder', outcome: 'off' })
  expect(eventsOf(loop)).toEqual([
    'session',
    'starting',
    'started',
    'ready',
    'delivering',
    'delivered',
    'stopping',
    'exited',
  ])
})

it('L-03: two starts at once are one process, and both say which', async () => {
  const bed = openBed()
  const loops = [await bed.loop(), await bed.loop()]
  const started = await Promise.all(loops.map((loop) => startLoop(loop)))

  expect(started.map(({ outcome }) => outcome).sort()).toEqual(['running', 'started'])
  expect(new Set(started.map(({ pid }) => pid)).size).toBe(1)
  expect(bed.typed()).toHaveLength(1)
})

it('W-37, W-39: the next start resumes the conversation by its id, and says to look before going on', async () => {
  const bed = openBed()
  const loop = await bed.loop()
  const { sessionId } = await startLoop(loop)
  await stopLoop(loop)
  const again = await startLoop(loop)

  expect(again).toMatchObject({ outcome: 'started', sessionId, resumed: true })
  expect(Object.keys(bed.transcripts())).toEqual([sessionId])
  expect(bed.typed().at(-1)).toContain('You were started again.')
})

it('W-40: a conversation whose transcript is gone is not resumed: a new one begins, and the journal says why', async () => {
  const bed = openBed()
  const loop = await bed.loop()
  const { sessionId } = await startLoop(loop)
  await stopLoop(loop)
  rmSync(join(bed.config, 'projects'), { recursive: true })
  const again = await startLoop(loop)

  expect(again).toMatchObject({ outcome: 'started', resumed: false })
  expect(loop.journal.read().records).toContainEqual(
    expect.objectContaining({ event: 'session', reason: 'transcript-missing', previous: sessionId }),
  )
})

it('starts in a workspace whose path is too long for a socket', async () => {
  const bed = new LoopBed(onTestFinished, 'x'.repeat(90))
  const folder = join(bed.workspace, '../run')
  const loop = await bed.loop({ environment: { XDG_RUNTIME_DIR: folder } })

  expect(await startLoop(loop)).toMatchObject({ outcome: 'started' })
  expect(bed.socket.startsWith(folder)).toBe(true)
})

it('W-81: the agent gets a short list of variables, and nothing of a session that we run in', async () => {
  const bed = openBed()
  const script = '- run: env > seen.txt\n'
  const environment = { CLAUDECODE: '1', CLAUDE_CODE_SESSION_ID: 'x', TMUX: '/tmp/x,1,0', SECRET: 'x' }
  const loop = await bed.loop({ script, environment, settings: { environment: { FLAVOUR: 'mint' } } })
  await startLoop(loop)
  const file = join(bed.workspace, 'clone/seen.txt')
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8'), { timeout: 15_000 }).toContain('FLAVOUR=mint')
  const seen = readFileSync(file, 'utf8').split('\n')

  expect(seen).toContain('CC_CI_LOOP=builder')
  expect(seen).toContain(`CC_CI_REPO=${bed.workspace}`)
  expect(seen.filter((line) => /^(CLAUDECODE|CLAUDE_CODE_SESSION_ID|TMUX|SECRET)=/.test(line))).toEqual([])
  expect(bed.tmux('show-environment', '-g')).not.toMatch(/CLAUDE|SECRET/)
  expect(existsSync(loop.paths.order)).toBe(false)
})

it('W-56: answers the questions of a first start in the settings of the client, and keeps what else is there', async () => {
  const bed = openBed()
  const file = join(bed.config, '.claude.json')
  writeFileSync(file, '{"theme":"dark","projects":{"/srv/other":{"kept":1}}}')
  await startLoop(
    await bed.loop({ settings: { environment: { ANTHROPIC_API_KEY: 'example-key-that-is-longer-than-20' } } }),
  )

  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    theme: 'dark',
    hasCompletedOnboarding: true,
    projects: { '/srv/other': { kept: 1 }, [join(bed.workspace, 'clone')]: { hasTrustDialogAccepted: true } },
    customApiKeyResponses: { approved: ['y-that-is-longer-than-20'.slice(-20)] },
  })
})

it('L-02: an agent that looks at another configuration asks for trust, and is ended with nothing answered', async () => {
  const bed = openBed()
  const elsewhere = join(bed.workspace, 'elsewhere')
  mkdirSync(elsewhere)
  const loop = await bed.loop()
  const [program = '', ...args] = loop.spec.settings.agent.command
  const wrapped = ['env', `CLAUDE_CONFIG_DIR=${elsewhere}`, program, ...args]
  const astray = await bed.loop({ settings: { agent: { command: wrapped } } })

  await expect(startLoop(astray)).rejects.toMatchObject({
    code: 'AGENT_ASKS',
    message: expect.stringContaining('trust (the cursor is on "No, exit")'),
  })
  expect(await readStatus(astray)).toMatchObject({ state: 'off' })
})

it('tells the last words and the exit code of an agent that ends at once', async () => {
  const bed = openBed()
  const programs = putOnPath(join(bed.workspace, 'bin'), {
    short: 'test "$1" = --version && echo 2.1.330 && exit 0\necho "No such luck."\nexit 9',
  })
  const loop = await bed.loop({ settings: { agent: { command: ['short'] } }, environment: programs })

  await expect(startLoop(loop)).rejects.toMatchObject({
    code: 'AGENT_ENDED',
    message: expect.stringMatching(/with exit code 9\. It said:\nNo such luck\./),
  })
  expect(await readStatus(loop)).toMatchObject({ state: 'ended', detail: 'exit code 9' })
})

it('a prompt that a killed command left undelivered is delivered by the next start', async () => {
  const bed = openBed()
  const loop = await bed.loop()
  const first = await startLoop(loop)
  const lines = readFileSync(loop.paths.journal, 'utf8').trimEnd().split('\n')
  writeFileSync(loop.paths.journal, `${lines.slice(0, 4).join('\n')}\n`)

  expect(await startLoop(loop)).toMatchObject({ outcome: 'running', pid: first.pid, delivery: undefined })
  expect(bed.typed()).toHaveLength(1)
})

it('drops the torn end of a journal and goes on; damage in its middle is put aside, and status says so before', async () => {
  const bed = openBed()
  const loop = await bed.loop()
  const { sessionId } = await startLoop(loop)
  await stopLoop(loop)
  const [first, second = '', ...rest] = readFileSync(loop.paths.journal, 'utf8').split('\n')
  writeFileSync(loop.paths.journal, [first, second.replace('starting', 'startinG'), ...rest].join('\n'))
  appendFileSync(loop.paths.journal, '{"seq":99,"at":1')

  const notices = (await readStatus(loop)).notices
  expect(notices).toEqual([expect.stringContaining('cut short'), expect.stringContaining('line 2 is damaged')])
  expect(await startLoop(loop)).toMatchObject({ outcome: 'started', sessionId })
  expect(eventsOf(loop)).toContain('quarantined')
  expect((await readStatus(loop)).notices).toEqual([])
})
