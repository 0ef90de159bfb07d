import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { type ForgeDouble, forgeDouble } from '@cc-ci/server/testing'
import { captureOutput } from '@oclif/test'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import QueueCancel from '../src/commands/queue/cancel.js'
import QueueList from '../src/commands/queue/list.js'
import QueueLogin from '../src/commands/queue/login.js'
import QueueRerun from '../src/commands/queue/rerun.js'
import Serve from '../src/commands/serve.js'
import { runServer } from '../src/server/run-server.js'
import { loadWorkspace } from '../src/workspace/load-workspace.js'
import { realWorld, type World } from '../src/world.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const commands = { cancel: QueueCancel, list: QueueList, login: QueueLogin, rerun: QueueRerun, serve: Serve }
const token = 'of-the-bot'
const fakeTest = fileURLToPath(new URL('programs/fake-test.mjs', import.meta.url))

afterEach(() => {
  process.exitCode = undefined
})

async function run(name: keyof typeof commands, argv: string[], world: World) {
  const Command = class extends (commands[name] as typeof QueueCancel) {
    protected override readonly world = world
  }
  const { stdout, stderr } = await captureOutput(() => Command.run(argv, { root }))
  return { stdout, stderr, exitCode: process.exitCode ?? 0 }
}

async function until<T>(what: () => T | undefined | false): Promise<T> {
  const end = performance.now() + 30_000
  for (;;) {
    const found = what()
    if (found) return found
    if (performance.now() > end) throw new Error(`never came: ${what}`)
    await realWorld().clock.sleep(20)
  }
}

/** A workspace that watches pull request 7 of `org/wiki` on a forge, with a run of main that was green. */
async function workspaceBeside(kind: 'gitea') {
  const cwd = temporaryFolder(onTestFinished)
  const now = (): number => Math.floor(Date.now() / 1000)
  const forge = await forgeDouble({ kind, token, account: 'cc-ci-bot', now }, onTestFinished)
  forge.state.putPullRequest('org/wiki', 7)
  forge.state.organisations.set('org', { members: new Set(['cc-ci-bot', 'maria']), shown: new Set() })
  const settings = [
    'version: 1',
    'recipes: { wiki: { url: wiki } }',
    `forge: { kind: ${kind}, url: "${forge.url}" }`,
    'server: { watch: { org/wiki: wiki }, organisation: org, port: 0, poll: 5, baseUrl: "https://ci.example.org" }',
  ]
  writeFileSync(join(cwd, 'cc-ci.yaml'), `${settings.join('\n')}\n`)
  const main = exampleRunResult({ runId: 'm1', seq: 1, recipe: 'wiki', pr: null, finished: now() - 60 })
  writeFileSync(join(cwd, 'result.json'), JSON.stringify({ ...main, seq: 2 }))
  mkdirSync(join(cwd, 'runs', 'm1'), { recursive: true })
  writeFileSync(join(cwd, 'runs', 'm1', 'results.json'), JSON.stringify(main))
  const environment = { PATH: process.env.PATH, HOME: cwd, CC_CI_FORGE_TOKEN: token }
  const world: World = { ...realWorld(), cwd, environment }
  return { cwd, forge, world }
}

async function serve({ cwd, world }: { cwd: string; world: World }) {
  const ending = new AbortController()
  const said: string[] = []
  const warned: string[] = []
  const served = runServer(loadWorkspace(cwd, world.environment), {
    ...{ world, signal: ending.signal, baseUrl: undefined },
    program: { program: process.execPath, args: [fakeTest] },
    say: (line) => said.push(line),
    warn: (line) => warned.push(line),
  })
  const end = async (): Promise<void> => {
    ending.abort()
    await served
  }
  onTestFinished(end)
  const line = await Promise.race([until(() => said[0]), served.then(() => undefined)])
  return { address: line?.split(' ')[0] ?? '', end, warned }
}

const bot = (forge: ForgeDouble) => forge.state.comments.filter(({ author }) => author === 'cc-ci-bot')

describe('cc-ci serve', () => {
  it('S-05: makes of a comment a run, and of the run a status, one comment with its card, and pages', async () => {
    const bed = await workspaceBeside('gitea')
    const asked = bed.forge.state.say('org/wiki', 7, { author: 'maria', body: '!testme' })
    const { address, end, warned } = await serve(bed)
    const { state } = bed.forge

    await until(() => asked.reactions.some(({ content }) => content === 'hooray'))
    expect(warned).toEqual([])
    const [comment, ...others] = bot(bed.forge)
    expect(others).toEqual([])
    expect(comment?.body).toMatch(/^<!-- cc-ci:v1 recipe=wiki seq=\d+ -->\n\n### .*wiki: level 5 of 5/)
    // A run may end before anybody was told that it began.
    expect(state.statuses.at(-1)).toMatchObject({
      ...{ state: 'success', target_url: expect.stringContaining('https://ci.example.org/runs/wiki-7/') },
    })
    expect(asked.reactions.map(({ content }) => content)).toEqual(['eyes', 'hooray'])

    const page = await (await fetch(`${address}queue`)).text()
    expect(page).toContain('href="runs/wiki-7/"')
    expect(page).toContain('<meta name="referrer" content="same-origin">')
    expect(await (await fetch(`${address}runs/wiki-7/`)).text()).toContain('wiki')
    expect(await (await fetch(address)).text()).toContain('<a href="queue"')
    expect(await (await fetch(`${address}metrics`)).text()).toContain('ccci_queue_depth{state="queued"} 0')
    for (const path of ['runs/..%2fcc-ci.yaml', 'runs/%2e%2e/cc-ci.yaml', 'runs/..%2f.cc-ci%2fserver/endpoint.json'])
      expect((await fetch(address + path)).status).toBe(404)
    const everything = [page, comment?.body, JSON.stringify(state.statuses), ...warned].join('\n')
    expect(everything).not.toContain(token)

    await end()
    const { stdout } = await run('list', ['--json'], bed.world)
    expect(JSON.parse(stdout)).toMatchObject({ running: [], queued: [], ended: [{ recipe: 'wiki', folder: 'wiki-7' }] })
  })

  it('S-11: lets its own user cancel and repeat runs, on the machine and by a link', async () => {
    const bed = await workspaceBeside('gitea')
    const { address } = await serve(bed)
    const endpoint = join(bed.cwd, '.cc-ci/server/endpoint.json')
    expect(statSync(endpoint).mode & 0o777).toBe(0o600)
    bed.forge.state.say('org/wiki', 7, { author: 'maria', body: '!testme keep 30m' })

    const seq = await until(() => /recipe=wiki seq=(\d+)/.exec(bot(bed.forge)[0]?.body ?? '')?.[1])
    expect((await run('cancel', [seq, '--json'], bed.world)).stdout).toContain('"cancelled": true')
    expect((await run('cancel', [seq], bed.world)).stdout).toContain('had ended already')
    await until(() => bot(bed.forge)[0]?.body.includes('cancelled by'))
    expect(bed.forge.state.statuses.at(-1)?.state).toBe('error')

    const { seq: again } = JSON.parse((await run('rerun', [seq, '--json'], bed.world)).stdout)
    expect(again).toBeGreaterThan(Number(seq))
    expect(await run('list', [], bed.world)).toMatchObject({
      stderr: '',
      stdout: expect.stringContaining(String(again)),
    })
    await run('cancel', [String(again)], bed.world)

    const link = (await run('login', ['--base-url', address], bed.world)).stdout.trim()
    const login = new URL(link).searchParams.get('token') ?? ''
    const headers = { origin: address.slice(0, -1) }
    const answer = await fetch(`${address}login`, {
      ...{ method: 'POST', headers, body: new URLSearchParams({ login }), redirect: 'manual' },
    })
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([
      303,
      expect.stringMatching(/HttpOnly; Secure; SameSite=Strict/),
    ])
  })
})

describe('without a server', () => {
  it.each([
    ['cancel', ['17'], 'SERVER_NOT_RUNNING', 3],
    ['rerun', ['x'], 'RUN_NUMBER_INVALID', 2],
    ['login', [], 'SERVER_NOT_RUNNING', 3],
    ['serve', [], 'SERVER_FORGE_UNSET', 2],
  ] as const)('queue %s %j says so', async (name, argv, code, exitCode) => {
    const cwd = temporaryFolder(onTestFinished)
    writeFileSync(join(cwd, 'cc-ci.yaml'), 'version: 1\n')
    const result = await run(name, [...argv], { ...realWorld(), cwd, environment: {} })

    expect(result).toMatchObject({ stderr: expect.stringContaining(`Code: ${code}`), exitCode })
  })

  it('queue list says that nothing was ever queued', async () => {
    const cwd = temporaryFolder(onTestFinished)
    writeFileSync(join(cwd, 'cc-ci.yaml'), 'version: 1\n')

    expect((await run('list', [], { ...realWorld(), cwd, environment: {} })).stdout).toContain(
      'Nothing was ever queued',
    )
  })
})
