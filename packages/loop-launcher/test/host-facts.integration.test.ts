import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { printCheckedLine } from '@cc-ci/contracts/checked-lines'
import { loopSettingsSchema } from '@cc-ci/contracts/loop-settings'
import { ExecaProcessRunner, SystemClock } from '@cc-ci/kernel'
import { gitRepository, ScriptedProcessRunner, temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type HostFactsReader, readHostFacts } from '../src/adapters/read-host-facts.js'
import { diagnose } from '../src/doctor/diagnose.js'

const session = '11111111-2222-4333-8444-555555555555'
const real: HostFactsReader = { processes: new ExecaProcessRunner(), clock: new SystemClock() }
const git = (folder: string, ...args: readonly string[]) =>
  execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' })

function write(file: string, content: string | object): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
}

/** A workspace with one loop in a clone of a bare remote, and a home of its own. */
async function hostBed() {
  const folder = temporaryFolder(onTestFinished)
  const [workspace, home, program] = ['workspace', 'home', 'bin/agent'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const repository = await gitRepository(workspace)
  await repository.commit({ 'cc-ci.yaml': 'version: 1\n', 'protocol/1/STATUS.md': '', 'STATUS.md': '' })
  git(folder, 'clone', '--quiet', '--bare', workspace, join(folder, 'remote.git'))
  const clone = join(workspace, 'clones/builder')
  git(folder, 'clone', '--quiet', join(folder, 'remote.git'), clone)
  write(program, '#!/bin/sh\necho "2.1.330 (agent client)"\n')
  chmodSync(program, 0o755)
  write(join(home, '.claude.json'), {
    hasCompletedOnboarding: true,
    projects: { [clone]: { hasTrustDialogAccepted: true } },
  })
  const loop = loopSettingsSchema.parse({
    ...{ name: 'builder', role: 'builder', prompts: ['p.md'], folder: 'clones/builder' },
    agent: { command: [program] },
  })
  const socket = join(folder, 't.sock')
  const environment = { HOME: home, PATH: process.env.PATH, CLAUDECODE: undefined }
  const protocol = { repository: '.', folder: 'protocol' }
  const facts = (reader = real, loops = [loop]) =>
    readHostFacts({ workspace, loops, protocol, environment, tmuxSocket: socket }, reader)
  const builder = async (reader = real) => {
    const [first] = (await facts(reader)).loops
    if (first === undefined) throw new Error('no loop was looked at')
    return first
  }
  return { folder, workspace, home, clone, loop, socket, facts, builder, program }
}

const startOf = (pid: number): string => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

/** A process that lives until the test ends. */
async function sleeper(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'ignore'] })
  onTestFinished(async () => {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  })
  await once(child, 'spawn')
  return child.pid ?? 0
}

describe('a loop as its host shows it', () => {
  it('has its agent, its clone and its remote', async () => {
    const { clone, builder, program } = await hostBed()

    expect(await builder()).toMatchObject({
      agent: { ok: true, value: { path: program, executable: true, version: '2.1.330' } },
      clone: { ok: true, value: { folder: clone, state: 'clone', changes: 0, lockAge: undefined } },
      remote: { ok: true, value: { url: expect.stringContaining('remote.git'), trouble: undefined } },
      conversation: { ok: true, value: { sessionId: undefined } },
      prompts: { ok: true, value: [{ file: 'p.md', text: undefined }] },
    })
  })

  it('says the agent’s version where an interpreter runs it, and who holds its conversation as it was told', async () => {
    const { loop, workspace, home, facts, program } = await hostBed()
    const agent = { ...loop.agent, command: ['sh', program] }
    write(
      join(workspace, '.cc-ci/loops/builder/journal.jsonl'),
      printCheckedLine({ at: 1, event: 'session', sessionId: session }),
    )
    const lockHolder = async (held: object) => JSON.stringify(held)
    const found = await facts({ ...real, lockHolder }, [{ ...loop, agent }])

    expect(found.loops[0]).toMatchObject({
      agent: { value: { path: expect.stringMatching(/\/sh$/), version: '2.1.330' } },
      conversation: {
        value: { lockHeldBy: JSON.stringify({ sessionId: session, clientFolder: join(home, '.claude') }) },
      },
    })
    expect(diagnose(found).find(({ id }) => id === 'conversation-lock')).toMatchObject({ outcome: 'problem' })
  })

  it('says in whose name it would commit, by its clone or by its own settings', async () => {
    const { clone, loop, facts } = await hostBed()
    const authorOf = async (environment: Record<string, string> = {}) => {
      const { loops } = await facts(real, [{ ...loop, environment }])
      return loops[0]?.clone
    }
    const names = { GIT_AUTHOR_NAME: 'Own', GIT_AUTHOR_EMAIL: 'own@example.org' }
    expect(await authorOf(names)).toMatchObject({ value: { author: 'Own <own@example.org>' } })
    git(clone, 'config', 'user.email', 'builder@example.org')
    git(clone, 'config', 'user.name', '')
    expect(await authorOf()).toMatchObject({ value: { author: undefined } })
    git(clone, 'config', 'user.name', 'Builder')
    expect(await authorOf()).toMatchObject({ value: { author: 'Builder <builder@example.org>' } })
  })

  it('W-83: shows what was left in its clone, and a remote that is gone', async () => {
    const { clone, folder, builder } = await hostBed()
    write(join(clone, 'half.txt'), '')
    write(join(clone, '.git/index.lock'), '')
    rmSync(join(folder, 'remote.git'), { recursive: true })

    expect(await builder()).toMatchObject({
      clone: { value: { changes: 1, lockAge: expect.any(Number) } },
      remote: { value: { trouble: expect.stringContaining('does not appear to be a git repository') } },
    })
  })

  it('never shows a token that stands in the address of its remote', async () => {
    const { clone, builder } = await hostBed()
    git(clone, 'remote', 'set-url', 'origin', 'http://me:s3cret@127.0.0.1:1/x.git')
    const facts = await builder()

    expect(facts.remote).toMatchObject({ value: { url: 'http://127.0.0.1:1/x.git', trouble: expect.any(String) } })
    expect(JSON.stringify(facts)).not.toContain('s3cret')
  })

  it('a folder within somebody else’s repository is no clone', async () => {
    const { clone, workspace, builder } = await hostBed()
    rmSync(clone, { recursive: true })
    expect(await builder()).toMatchObject({ clone: { value: { state: 'absent' } } })
    mkdirSync(join(workspace, 'clones/builder'))
    expect(await builder()).toMatchObject({ clone: { value: { state: 'not-a-clone' } } })
  })

  it('remembers its conversation, its version and its own run', async () => {
    const { workspace, home, builder } = await hostBed()
    const pid = await sleeper('cat', [])
    const state = join(workspace, '.cc-ci/loops/builder')
    const lines = [
      { seq: 1, at: 1, event: 'session', sessionId: session },
      { seq: 2, at: 2, event: 'starting', sessionId: session, version: '2.1.330' },
    ]
    write(join(state, 'journal.jsonl'), `${lines.map(printCheckedLine).join('')}{"seq":3,"at`)
    write(join(state, 'run.json'), { pid, start: startOf(pid), agentPid: pid, agentStart: startOf(pid) })
    write(join(home, '.claude/projects/p/x.jsonl'), '')
    write(join(home, `.claude/projects/-srv/${session}.jsonl`), '{}\n')

    expect(await builder()).toMatchObject({
      ownPid: pid,
      pinnedVersion: '2.1.330',
      conversation: { value: { sessionId: session, lockHeldBy: `pid ${pid}` } },
      transcriptWrittenAt: { value: expect.any(Number) },
    })
    write(join(state, 'run.json'), { pid, start: '1', agentPid: pid, agentStart: '1' })
    expect(await builder()).toMatchObject({ ownPid: undefined, conversation: { value: { lockHeldBy: undefined } } })
  })
})

it('every check of the doctor is in the guide, and no other', async () => {
  const guide = readFileSync(new URL('../../../docs/loops.md', import.meta.url), 'utf8')
  const parts = guide.split('\n## ').find((part) => part.startsWith('What the doctor looks for')) ?? ''
  const described = [...parts.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id]) => id)
  const checks = diagnose(await (await hostBed()).facts())

  expect(described.toSorted()).toEqual([...new Set(checks.map(({ id }) => id))].sort())
})

describe('the host', () => {
  it('W-34: two processes that have one conversation are both found', async () => {
    const { home, workspace, facts } = await hostBed()
    const pids = [await sleeper('cat', []), await sleeper('sh', ['-c', 'read x', '--resume', session])]
    write(join(home, `.claude/sessions/${pids[0]}.json`), {
      pid: pids[0],
      sessionId: session,
      procStart: startOf(pids[0] ?? 0),
    })
    write(join(home, '.claude/sessions/1.json'), { pid: 1, sessionId: session, procStart: '999999999' })
    write(
      join(workspace, '.cc-ci/loops/builder/journal.jsonl'),
      printCheckedLine({ at: 1, event: 'session', sessionId: session }),
    )
    const check = diagnose(await facts()).find(({ id }) => id === 'one-owner')

    expect(check).toMatchObject({ outcome: 'problem', evidence: expect.stringContaining(`pid ${pids.join(', ')}`) })
  })

  it('W-81: tells what the tmux server of the loops hands on, and starts none', async () => {
    const { socket, facts } = await hostBed()
    expect((await facts()).tmuxServer).toEqual({
      ok: true,
      value: { pid: undefined, cgroup: undefined, variables: [] },
    })

    const tmux = (...args: readonly string[]) =>
      execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { stdio: 'pipe' })
    tmux('new-session', '-d', '-s', 'x', 'cat')
    onTestFinished(() => void tmux('kill-server'))
    tmux('set-environment', '-g', 'CLAUDECODE', '1')

    expect((await facts()).tmuxServer).toMatchObject({
      ok: true,
      value: {
        pid: expect.any(Number),
        cgroup: expect.stringContaining('/'),
        variables: expect.arrayContaining(['CLAUDECODE']),
      },
    })
  })

  it('W-79: tells when the login ends, and nothing else of the credentials', async () => {
    const { home, facts } = await hostBed()
    write(join(home, '.claude/.credentials.json'), {
      claudeAiOauth: { accessToken: 's3cret', expiresAt: 1_795_400_000_000 },
    })
    const found = await facts()

    expect(found.login).toEqual({ ok: true, value: { present: true, endsAt: 1_795_400_000, renewable: false } })
    expect(JSON.stringify(found)).not.toContain('s3cret')
  })

  it('W-80: a client configuration that is torn is told apart from none', async () => {
    const { home, facts } = await hostBed()
    write(join(home, '.claude.json'), '{"projects":{')
    expect((await facts()).clientConfig).toEqual({ ok: true, value: { state: 'unparsable' } })
    rmSync(join(home, '.claude.json'))
    expect((await facts()).clientConfig).toEqual({ ok: true, value: { state: 'absent' } })
  })

  it('C-03: files of the protocol beside its folder are strays', async () => {
    const { facts } = await hostBed()

    expect((await facts()).protocol).toEqual({
      ok: true,
      value: { folder: 'protocol', paths: ['1/STATUS.md'], strays: ['STATUS.md'] },
    })
  })

  it('W-10: programs that are missing or hang are reasons, and no findings', async () => {
    const { facts } = await hostBed()
    const processes = new ScriptedProcessRunner().missing('').hangs('git').missing('tmux').missing('loginctl')
    const found = await facts({ ...real, processes })
    const checks = diagnose(found)

    expect(found.tmux).toEqual({ ok: true, value: undefined })
    expect(found.linger).toMatchObject({ ok: false, reason: expect.stringContaining('loginctl') })
    expect(checks.find(({ id }) => id === 'clone')).toMatchObject({ outcome: 'unknown' })
    expect(checks.filter(({ outcome }) => outcome === 'problem').map(({ id }) => id)).toEqual([
      'prompt',
      'plan',
      'tmux',
    ])
  })
})
