import { tmpdir } from 'node:os'
import { basename, resolve } from 'node:path'
import type { LoopSettings, ProtocolSettings } from '@cc-ci/contracts/loop-settings'
import { AbstractSocketLocks } from '@cc-ci/kernel'
import { conversationLock } from '../launch/loop.js'
import { terminalSocket } from '../launch/terminal-socket.js'
import type { Fact, HostFacts, LoopFacts } from '../ports/host-facts.js'
import * as client from './host-facts/client-facts.js'
import { readClone, readRemote } from './host-facts/clone-facts.js'
import { type Looker, look } from './host-facts/look.js'
import { readProcesses } from './host-facts/process-facts.js'
import { type Recollection, recallLoop } from './host-facts/recall-loop.js'
import * as system from './host-facts/system-facts.js'
import { readAgent, readProtocolPaths, readTextFile } from './host-facts/work-facts.js'

/** Whose causes of failure are looked for. */
export interface HostSubject {
  /** The folder of cc-ci.yaml. */
  readonly workspace: string
  readonly loops: readonly LoopSettings[]
  readonly protocol: ProtocolSettings
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Of the loops' own tmux server, where it is not at its usual place. */
  readonly tmuxSocket?: string
}

interface HeldConversation {
  readonly sessionId: string
  /** The client's configuration folder, within which the id is one conversation. */
  readonly clientFolder: string
}

export interface HostFactsReader extends Looker {
  /** Who holds the lock of a conversation, in words; undefined when nobody does. Asks the kernel when absent. */
  readonly lockHolder?: (conversation: HeldConversation) => Promise<string | undefined>
}

/** What these run is no agent by their name. */
const interpreters = ['env', 'node', 'python3', 'sh', 'bash', '']

/** Looks at everything at once; changes nothing, and each look that fails says why. */
export async function readHostFacts(subject: HostSubject, reader: HostFactsReader): Promise<HostFacts> {
  const { processes, clock } = reader
  const { workspace, loops, protocol, environment } = subject
  const place = client.clientPlace({ ...environment, ...clientFolderOf(loops) })
  const see = <T>(find: () => Promise<T>): Promise<Fact<T>> => look(clock, find)
  const socket = subject.tmuxSocket ?? terminalSocket(workspace, environment)
  const sessions = await see(() => client.readSessions(place))
  const named = loops.map(({ agent }) => basename(agent.command[0] ?? ''))
  const programs = ['claude', ...named].filter((name) => !interpreters.includes(name))
  const pids = sessions.ok ? sessions.value.map(({ pid }) => pid) : []
  const remote = /^\w+:\/\/|^[^/]+@[^/]+:/.test(protocol.repository)
  const repository = remote ? resolve(workspace, loops[0]?.folder ?? '.') : resolve(workspace, protocol.repository)
  return {
    now: clock.now().getTime() / 1000,
    variables: Object.keys(environment).filter((name) => environment[name] !== undefined),
    loops: await Promise.all(loops.map((loop) => readLoop(loop, { subject, reader, place }))),
    sessions,
    ...(await settle({
      tmux: see(() => system.readTmuxVersion(processes)),
      tmuxServer: see(() => system.readTmuxServer(processes, socket)),
      processes: see(() => readProcesses({ programs, pids })),
      clientConfig: see(() => client.readClientConfig(place, environment)),
      login: see(() => client.readLogin(place)),
      cleanupDays: see(() => client.readCleanupDays(place)),
      linger: see(() => system.readLinger(processes)),
      userManager: see(() => system.readUserManager(processes, environment.XDG_RUNTIME_DIR)),
      clockSynchronised: see(() => system.readClockSynchronised(processes)),
      disks: see(() => system.readDisks([workspace, tmpdir(), place.folder])),
      taskOutputs: see(() => system.readTaskOutputs(processes)),
      plan: see(() => readTextFile(workspace, 'plans/phases.yaml')),
      protocol: see(() => readProtocolPaths(repository, protocol.folder)),
    })),
  }
}

interface LoopSources {
  readonly subject: HostSubject
  readonly reader: HostFactsReader
  readonly place: client.ClientPlace
}

async function readLoop(loop: LoopSettings, { subject, reader, place }: LoopSources): Promise<LoopFacts> {
  const { workspace, environment } = subject
  const folder = resolve(workspace, loop.folder)
  const see = <T>(find: () => Promise<T>): Promise<Fact<T>> => look(reader.clock, find)
  const memory = await see(() => recallLoop(workspace, loop.name))
  const sessionId = memory.ok ? memory.value.sessionId : undefined
  const path = loop.environment.PATH ?? environment.PATH
  return {
    name: loop.name,
    folder: loop.folder,
    permissionMode: loop.agent.permissionMode,
    pinnedVersion: loop.agent.version ?? (memory.ok ? memory.value.version : undefined),
    ownPid: memory.ok ? memory.value.pids[0] : undefined,
    ...(await settle({
      agent: see(() => readAgent(loop.agent.command, { path, cwd: workspace }, reader.processes)),
      conversation: memory.ok
        ? see(async () => ({ sessionId, lockHeldBy: await holderOf(memory.value, place.folder, reader) }))
        : Promise.resolve(memory),
      clone: see(() => readClone(folder, loop.environment, reader)),
      remote: see(() => readRemote(folder, reader)),
      prompts: see(() => Promise.all(loop.prompts.map((file) => readTextFile(workspace, file)))),
      transcriptWrittenAt: see(async () =>
        sessionId === undefined ? undefined : client.transcriptWrittenAt(place, sessionId),
      ),
    })),
  }
}

async function holderOf({ sessionId, pids }: Recollection, clientFolder: string, { lockHolder }: HostFactsReader) {
  const [pid] = pids
  if (pid !== undefined) return `pid ${pid}`
  return sessionId === undefined ? undefined : (lockHolder ?? askKernel)({ sessionId, clientFolder })
}

async function askKernel({ sessionId, clientFolder }: HeldConversation): Promise<string | undefined> {
  const name = conversationLock({ client: { folder: clientFolder } }, sessionId)
  return (await new AbstractSocketLocks().isHeld(name)) ? 'a process' : undefined
}

/** A loop may have been given a configuration folder of its own; the loops of a workspace share one. */
function clientFolderOf(loops: readonly LoopSettings[]): Readonly<Record<string, string>> {
  const own = loops.flatMap(({ environment }) => environment.CLAUDE_CONFIG_DIR ?? [])
  return own[0] === undefined ? {} : { CLAUDE_CONFIG_DIR: own[0] }
}

type Settled<T> = { readonly [Key in keyof T]: Awaited<T[Key]> }

async function settle<T extends Readonly<Record<string, Promise<unknown>>>>(looks: T): Promise<Settled<T>> {
  const entries = await Promise.all(Object.entries(looks).map(async ([key, value]) => [key, await value] as const))
  return Object.fromEntries(entries) as Settled<T>
}
