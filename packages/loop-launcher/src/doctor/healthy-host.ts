import type { Fact, HostFacts, LoopFacts } from '../ports/host-facts.js'
import type { CheckOutcome } from './check.js'

export const now = 1_795_400_000
export const gibibyte = 1024 ** 3
export const known = <T>(value: T): Fact<T> => ({ ok: true, value })
export const failed = { ok: false, reason: 'timed out' } as const

export const clone = {
  folder: '/srv/builder',
  state: 'clone',
  changes: 0,
  author: 'builder <builder@example.org>',
  lockAge: undefined,
  newestRemoteCommit: now - 60,
} as const

export const loop = (changes: Partial<LoopFacts> = {}): LoopFacts => ({
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

export const configured = {
  state: 'read',
  onboarded: true,
  bypassAccepted: true,
  trusted: ['/srv/builder'],
  keyApproved: undefined,
} as const
export const disk = { folder: '/', freeBytes: 50 * gibibyte, freeInodes: 900, inodes: 1000 }
export const server = { pid: 7, cgroup: '/user.slice/loops.scope', variables: ['HOME', 'PATH'] }
export const login = { present: true, endsAt: now + 30 * 24 * 3600, renewable: false }
export const planText =
  'version: 1\nphases:\n  - { id: "1", title: One, file: 1.md, items: [{ id: D1, title: It is }] }\n'

export const host = (changes: Partial<HostFacts> = {}): HostFacts => ({
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

export const broken = (changes: Partial<LoopFacts>): HostFacts => host({ loops: [loop(changes)] })
export const withClone = (changes: object): HostFacts => broken({ clone: known({ ...clone, ...changes }) })
export const process = (pid: number, start: string | undefined = '1', sessions: readonly string[] = []) => ({
  pid,
  start,
  executable: '/usr/bin/agent',
  sessions,
})
export const record = (pid: number, procStart: string | undefined = '1') => ({ pid, sessionId: 's1', procStart })

/** What ails a host, and how the doctor judges it. */
export type Case = readonly [id: string, outcome: CheckOutcome, evidence: RegExp, facts: HostFacts]
