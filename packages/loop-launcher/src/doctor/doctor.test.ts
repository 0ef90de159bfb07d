import { describe, expect, it } from 'vitest'
import type { Fact, HostFacts, LoopFacts } from '../ports/host-facts.js'
import { type Check, type CheckOutcome, listSome } from './check.js'
import { diagnose, exitCodeOf } from './diagnose.js'
import { findOwners } from './find-owners.js'

const now = 1_795_400_000
const gibibyte = 1024 ** 3
const known = <T>(value: T): Fact<T> => ({ ok: true, value })
const failed = { ok: false, reason: 'timed out' } as const

const clone = {
  folder: '/srv/builder',
  state: 'clone',
  changes: 0,
  author: 'builder <builder@example.org>',
  lockAge: undefined,
  newestRemoteCommit: now - 60,
} as const

const loop = (changes: Partial<LoopFacts> = {}): LoopFacts => ({
  name: 'builder',
  folder: 'clones/builder',
  permissionMode: 'bypassPermissions',
  pinnedVersion: '2.1.330',
  agent: known({ path: '/usr/bin/agent', executable: true, version: '2.1.330' }),
  conversation: known({ sessionId: 's1', lockHeldBy: undefined }),
  ownPid: undefined,
  clone: known(clone),
  remote: known({ url: 'https://git.example.org/x.git', trouble: undefined }),
  prompts: known([{ file: 'prompts/builder.md', text: 'You are {{loop}}, peer of {{ peer }}.' }]),
  transcriptWrittenAt: known(now - 3600),
  ...changes,
})

const configured = {
  state: 'read',
  onboarded: true,
  bypassAccepted: true,
  trusted: ['/srv/builder'],
  keyApproved: undefined,
} as const
const disk = { folder: '/', freeBytes: 50 * gibibyte, freeInodes: 900, inodes: 1000 }
const server = { pid: 7, cgroup: '/user.slice/loops.scope', variables: ['HOME', 'PATH'] }
const login = { present: true, endsAt: now + 30 * 24 * 3600, renewable: false }
const planText = 'version: 1\nphases:\n  - { id: "1", title: One, file: 1.md, items: [{ id: D1, title: It is }] }\n'

const host = (changes: Partial<HostFacts> = {}): HostFacts => ({
  now,
  variables: ['HOME', 'CLAUDE_CONFIG_DIR'],
  loops: [loop()],
  tmux: known('tmux 3.3a'),
  tmuxServer: known(server),
  sessions: known([]),
  processes: known([]),
  clientConfig: known(configured),
  login: known(login),
  cleanupDays: known(undefined),
  linger: known(true),
  userManager: known({ runtimeFolder: '/run/user/1000', reachable: true }),
  clockSynchronised: known(true),
  disks: known([disk]),
  taskOutputs: known({ folder: '/tmp/claude-1000', bytes: gibibyte }),
  plan: known({ file: 'plans/phases.yaml', text: planText }),
  protocol: known({ folder: 'protocol', paths: ['1/STATUS.md', 'DECISIONS.md', 'inbox/builder/note.md'], strays: [] }),
  ...changes,
})

const broken = (changes: Partial<LoopFacts>): HostFacts => host({ loops: [loop(changes)] })
const withClone = (changes: object): HostFacts => broken({ clone: known({ ...clone, ...changes }) })
const process = (pid: number, start: string | undefined = '1', sessions: readonly string[] = []) => ({
  pid,
  start,
  executable: '/usr/bin/agent',
  sessions,
})
const record = (pid: number, procStart: string | undefined = '1') => ({ pid, sessionId: 's1', procStart })

function find(facts: HostFacts, id: string): Check {
  const check = diagnose(facts).find((each) => each.id === id)
  if (check === undefined) throw new Error(`there is no check ${id}`)
  return check
}

type Case = readonly [id: string, outcome: CheckOutcome, evidence: RegExp, facts: HostFacts]

const cases: readonly Case[] = [
  ['loops', 'problem', /names none/, host({ loops: [] })],
  [
    'agent-version',
    'unknown',
    /no program/,
    broken({ agent: known({ path: undefined, executable: false, version: undefined }) }),
  ],
  [
    'agent-present',
    'problem',
    /not found/,
    broken({ agent: known({ path: undefined, executable: false, version: undefined }) }),
  ],
  [
    'agent-present',
    'problem',
    /not executable/,
    broken({ agent: known({ path: '/a', executable: false, version: undefined }) }),
  ],
  [
    'agent-version',
    'problem',
    /2\.2\.0 is installed and 2\.1\.330 is pinned/,
    broken({ agent: known({ path: '/a', executable: true, version: '2.2.0' }) }),
  ],
  [
    'agent-version',
    'unknown',
    /does not say/,
    broken({ agent: known({ path: '/a', executable: true, version: undefined }) }),
  ],
  ['agent-version', 'ok', /none is pinned/, broken({ pinnedVersion: undefined })],
  [
    'binary-deleted',
    'problem',
    /pid 9/,
    host({ processes: known([{ ...process(9), executable: '/a/agent (deleted)' }]) }),
  ],
  ['client-config', 'problem', /two clients/, host({ clientConfig: known({ state: 'unparsable' }) })],
  ['folder-trusted', 'unknown', /no JSON/, host({ clientConfig: known({ state: 'unparsable' }) })],
  [
    'folder-trusted',
    'warning',
    /\/srv\/builder is not trusted/,
    host({ clientConfig: known({ ...configured, trusted: ['/srv'] }) }),
  ],
  ['dialogs-answered', 'warning', /introduction, the warning/, host({ clientConfig: known({ state: 'absent' }) })],
  ['dialogs-answered', 'warning', /API key/, host({ clientConfig: known({ ...configured, keyApproved: false }) })],
  [
    'dialogs-answered',
    'ok',
    /nothing/,
    host({ clientConfig: known({ ...configured, bypassAccepted: false }), loops: [loop({ permissionMode: 'auto' })] }),
  ],
  ['login', 'problem', /expired 2 hours ago/, host({ login: known({ ...login, endsAt: now - 7200 }) })],
  [
    'login',
    'warning',
    /renewed by the client/,
    host({ login: known({ ...login, endsAt: now - 7200, renewable: true }) }),
  ],
  ['login', 'warning', /ends in 2 hours/, host({ login: known({ ...login, endsAt: now + 7200 }) })],
  ['login', 'ok', /no file/, host({ login: known({ present: false, endsAt: undefined, renewable: false }) })],
  [
    'environment-leak',
    'warning',
    /set here: CLAUDECODE, CLAUDE_CODE_ENTRYPOINT/,
    host({ variables: ['CLAUDE_CODE_ENTRYPOINT', 'CLAUDECODE', 'PATH'] }),
  ],
  [
    'conversation-lock',
    'problem',
    /pid 12 holds its lock/,
    broken({ conversation: known({ sessionId: 's1', lockHeldBy: 'pid 12' }) }),
  ],
  [
    'conversation-lock',
    'ok',
    /the loop itself/,
    broken({ conversation: known({ sessionId: 's1', lockHeldBy: 'pid 12' }), ownPid: 12 }),
  ],
  [
    'one-owner',
    'problem',
    /2 processes have it: pid 5, 6/,
    host({ sessions: known([record(5), record(6)]), processes: known([process(5), process(6)]) }),
  ],
  [
    'one-owner',
    'warning',
    /cc-ci did not start/,
    host({ sessions: known([record(5)]), processes: known([process(5)]) }),
  ],
  [
    'one-owner',
    'ok',
    /the loop itself/,
    host({ loops: [loop({ ownPid: 5 })], sessions: known([record(5)]), processes: known([process(5)]) }),
  ],
  ['one-owner', 'unknown', /cannot be looked at/, host({ sessions: known([record(5)]), processes: failed })],
  ['transcript-kept', 'warning', /in 2 days/, broken({ transcriptWrittenAt: known(now - 27.5 * 24 * 3600) })],
  [
    'transcript-kept',
    'problem',
    /next start/,
    host({ loops: [loop({ transcriptWrittenAt: known(now - 9 * 24 * 3600) })], cleanupDays: known(7) }),
  ],
  ['clone', 'problem', /does not exist/, withClone({ state: 'absent' })],
  ['clone', 'problem', /no top folder/, withClone({ state: 'not-a-clone' })],
  [
    'clone-own',
    'problem',
    /adversary works in \/srv\/builder, too/,
    host({ loops: [loop(), loop({ name: 'adversary' })] }),
  ],
  ['clone-clean', 'warning', /3 uncommitted/, withClone({ changes: 3 })],
  ['clone-clean', 'ok', /at work/, broken({ clone: known({ ...clone, changes: 3 }), ownPid: 5 })],
  ['author', 'problem', /knows nobody/, withClone({ author: undefined })],
  ['index-lock', 'problem', /20 minutes old/, withClone({ lockAge: 1200 })],
  ['index-lock', 'ok', /at work/, withClone({ lockAge: 20 })],
  ['remote', 'problem', /no remote/, broken({ remote: known({ url: undefined, trouble: undefined }) })],
  [
    'remote',
    'problem',
    /does not answer: refused/,
    broken({ remote: known({ url: 'https://x.test', trouble: 'refused' }) }),
  ],
  ['clock-of-remote', 'problem', /10 minutes in the future/, withClone({ newestRemoteCommit: now + 600 })],
  [
    'prompt',
    'problem',
    /\{\{lopp\}\} in p\.md, line 2/,
    broken({ prompts: known([{ file: 'p.md', text: '\n{{lopp}}' }]) }),
  ],
  ['prompt', 'problem', /there is no p\.md/, broken({ prompts: known([{ file: 'p.md', text: undefined }]) })],
  [
    'plan',
    'problem',
    /line 3, has a wrong value at "phases\.0\.title"/,
    host({ plan: known({ file: 'p.yaml', text: planText.replace('title: One', 'titel: One') }) }),
  ],
  ['plan', 'problem', /there is no p\.yaml/, host({ plan: known({ file: 'p.yaml', text: undefined }) })],
  [
    'protocol-folder',
    'warning',
    /protocol\/1\/NOTES\.md, STATUS\.md/,
    host({ protocol: known({ folder: 'protocol', paths: ['1/NOTES.md'], strays: ['STATUS.md'] }) }),
  ],
  ['tmux', 'problem', /there is no tmux/, host({ tmux: known(undefined) })],
  ['tmux', 'problem', /too old/, host({ tmux: known('tmux 2.9a') })],
  ['tmux', 'unknown', /it says/, host({ tmux: known('tmux master') })],
  [
    'tmux-scope',
    'warning',
    /login session/,
    host({ tmuxServer: known({ ...server, cgroup: '/user.slice/session-3.scope' }) }),
  ],
  ['tmux-scope', 'ok', /no server/, host({ tmuxServer: known({ pid: undefined, cgroup: undefined, variables: [] }) })],
  ['tmux-environment', 'problem', /CLAUDECODE/, host({ tmuxServer: known({ ...server, variables: ['CLAUDECODE'] }) })],
  ['linger', 'problem', /all loops end/, host({ linger: known(false) })],
  ['user-manager', 'warning', /not set/, host({ userManager: known({ runtimeFolder: undefined, reachable: false }) })],
  ['clock', 'warning', /nothing keeps it right/, host({ clockSynchronised: known(false) })],
  ['disk', 'problem', /less than 1 GiB/, host({ disks: known([{ ...disk, freeBytes: gibibyte / 2 }]) })],
  ['disk', 'warning', /less than 5 GiB/, host({ disks: known([{ ...disk, freeBytes: 2 * gibibyte }]) })],
  ['disk', 'problem', /inodes/, host({ disks: known([{ ...disk, freeInodes: 5 }]) })],
  [
    'task-outputs',
    'warning',
    /224\.0 GiB/,
    host({ taskOutputs: known({ folder: '/tmp/claude-0', bytes: 224 * gibibyte }) }),
  ],
]

describe('on a healthy host', () => {
  it('every check is ok, names what it saw, and asks for nothing', () => {
    const checks = diagnose(host())

    expect(checks.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
    expect(checks.filter(({ evidence, fix }) => evidence === '' || fix !== '')).toEqual([])
    expect(exitCodeOf(checks)).toBe(0)
  })

  it('each check has an example here that makes it fail', () => {
    const failing = new Set(cases.filter(([, outcome]) => outcome !== 'ok').map(([id]) => id))

    expect(diagnose(host()).filter(({ id }) => !failing.has(id))).toEqual([])
  })
})

describe('a cause of a silent failure', () => {
  it.each(cases)('%s is a matter of %s: %s', (id, outcome, evidence, facts) => {
    const check = find(facts, id)

    expect(check).toMatchObject({ outcome, evidence: expect.stringMatching(evidence) })
    expect(check.fix === '').toBe(outcome === 'ok')
  })

  it('comes before what is ok, the worst first', () => {
    const outcomes = diagnose(host({ linger: known(false), clockSynchronised: known(false), tmux: failed })).map(
      ({ outcome }) => outcome,
    )

    expect(outcomes.slice(0, 4)).toEqual(['problem', 'warning', 'unknown', 'ok'])
    expect(outcomes.slice(4)).not.toContain('problem')
  })
})

describe('what could not be looked at', () => {
  const blind = {
    tmux: failed,
    tmuxServer: failed,
    sessions: failed,
    processes: failed,
    clientConfig: failed,
    login: failed,
    cleanupDays: failed,
    linger: failed,
    userManager: failed,
    clockSynchronised: failed,
    disks: failed,
    taskOutputs: failed,
    plan: failed,
    protocol: failed,
  }
  const blindLoop = {
    agent: failed,
    conversation: failed,
    clone: failed,
    remote: failed,
    prompts: failed,
    transcriptWrittenAt: failed,
  }

  it('is unknown with its reason, and no problem', () => {
    const checks = diagnose(host({ ...blind, loops: [loop(blindLoop)] }))

    expect(
      new Set(checks.filter(({ id }) => id !== 'environment-leak' && id !== 'loops').map(({ outcome }) => outcome)),
    ).toEqual(new Set(['unknown']))
    expect(find(host(blind), 'linger')).toMatchObject({ outcome: 'unknown', evidence: 'timed out' })
    expect(exitCodeOf(checks)).toBe(0)
  })

  it('is a matter of 3 only where nothing else was judged', () => {
    const checks = diagnose(host(blind)).filter(({ outcome }) => outcome === 'unknown')

    expect(exitCodeOf(checks)).toBe(3)
    expect(exitCodeOf(diagnose(host({ ...blind, linger: known(false) })))).toBe(1)
  })
})

describe('owners of a conversation', () => {
  it('W-09: a record that a killed process left behind is no owner, nor is a stranger with its pid', () => {
    const sessions = [record(5, '1'), record(6, '1')]

    expect(findOwners('s1', sessions, known([process(6, '2')]))).toEqual({ living: [], unclear: [] })
  })

  it('W-10: a process that could not be looked at is unclear, not dead', () => {
    expect(findOwners('s1', [record(5)], failed)).toEqual({ living: [], unclear: [5] })
    expect(findOwners('s1', [record(5)], known([{ ...process(5), start: undefined }]))).toEqual({
      living: [],
      unclear: [5],
    })
  })

  it('W-35: a process that names it in its arguments is an owner without any record, and counts once', () => {
    const processes = known([process(5, '1', ['s1']), process(8, '1', ['s1']), process(9, '1', ['s2'])])

    expect(findOwners('s1', [record(5)], processes)).toEqual({ living: [5, 8], unclear: [] })
  })
})

it('names some of many', () => {
  expect(listSome(['a', 'b', 'c'], 2)).toBe('a, b and 1 more')
})
