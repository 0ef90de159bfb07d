import type { ClientConfigFact, HostFacts, LoginFact, LoopFacts } from '../ports/host-facts.js'
import {
  type Check,
  type CheckHead,
  checkFact,
  type Judgement,
  listSome,
  ok,
  problem,
  unknown,
  warning,
} from './check.js'

const mendConfig = 'Stop all agents, and restore .claude.json from a backup beside it, or move it away.'
const seeded = 'cc-ci loop start answers this before it starts the agent; starting it by hand does not.'

/** What keeps an agent of this loop from starting, or stops it at a question that nobody answers. */
export function checkAgent(loop: LoopFacts, facts: HostFacts): readonly Check[] {
  const head = (id: string, title: string): CheckHead => ({ id, title, group: 'agent', loop: loop.name })
  return [
    checkFact(head('agent-present', 'agent client is there'), loop.agent, ({ path, executable }) => {
      if (path === undefined)
        return problem('its program was not found', 'Install the agent client, or correct agent.command in cc-ci.yaml.')
      return executable ? ok(path) : problem(`${path} is not executable`, `chmod +x ${path}`)
    }),
    checkFact(head('agent-version', 'agent client has the pinned version'), loop.agent, ({ executable, version }) =>
      executable ? judgeVersion(version, loop.pinnedVersion) : unknown('there is no program to ask', 'See above.'),
    ),
    checkFact(head('folder-trusted', 'folder is trusted'), facts.clientConfig, (config) =>
      judgeTrust(config, folderOf(loop)),
    ),
    checkFact(head('dialogs-answered', 'questions of a first start are answered'), facts.clientConfig, (config) =>
      judgeDialogs(config, loop.permissionMode),
    ),
  ]
}

/** What is the same for all agents of this user. */
export function checkClient(facts: HostFacts): readonly Check[] {
  const head = (id: string, title: string): CheckHead => ({ id, title, group: 'agent' })
  return [
    checkFact(head('client-config', 'client configuration can be read'), facts.clientConfig, ({ state }) =>
      state === 'unparsable'
        ? problem('.claude.json is no JSON: two clients may have written it at once', mendConfig)
        : ok(state === 'absent' ? 'there is none yet; the first start writes it' : 'it is JSON'),
    ),
    checkFact(head('binary-deleted', 'running agents have their program'), facts.processes, (processes) => {
      const deleted = processes.filter(({ executable }) => executable?.endsWith(' (deleted)'))
      if (deleted.length === 0) return ok('no program of a running agent was removed')
      return problem(
        `removed below running agents: pid ${listSome(deleted.map(({ pid }) => `${pid}`))}`,
        'An update replaced it. Turn automatic updates off, and restart those loops: cc-ci loop restart <name>',
      )
    }),
    checkFact(head('login', 'login is valid'), facts.login, (login) => judgeLogin(login, facts.now)),
    leakCheck(head('environment-leak', 'environment is no agent session’s'), facts.variables),
  ]
}

/** Variables of an agent session; inherited by another, they stop its transcript or its start. */
export function leakedVariables(names: readonly string[]): readonly string[] {
  const harmless = /^CLAUDE_(CONFIG_DIR|CODE_OAUTH_TOKEN)$/
  return names.filter((name) => /^(CLAUDECODE$|CLAUDE_CODE_)/.test(name) && !harmless.test(name)).sort()
}

function leakCheck(head: CheckHead, variables: readonly string[]): Check {
  const leaked = leakedVariables(variables)
  const judgement =
    leaked.length === 0
      ? ok('none of its variables is set')
      : warning(
          `set here: ${listSome(leaked)}`,
          `Type this in a shell that no agent started, or: unset ${leaked.join(' ')}`,
        )
  return { ...head, loop: undefined, ...judgement }
}

function judgeVersion(version: string | undefined, pinned: string | undefined): Judgement {
  if (version === undefined) return unknown('it does not say its version', 'Run it with --version by hand.')
  if (pinned === undefined) return ok(`${version}; none is pinned before the first start`)
  if (version === pinned) return ok(version)
  return problem(
    `${version} is installed and ${pinned} is pinned`,
    `Install ${pinned}, or change agent.version in cc-ci.yaml once all its loops are stopped.`,
  )
}

function judgeTrust(config: ClientConfigFact, folder: string): Judgement {
  if (config.state === 'unparsable') return unknown('the configuration is no JSON', mendConfig)
  if (config.state === 'read' && config.trusted.includes(folder)) return ok(folder)
  return warning(`${folder} is not trusted yet, and the client would ask`, seeded)
}

function judgeDialogs(config: ClientConfigFact, permissionMode: string): Judgement {
  if (config.state === 'unparsable') return unknown('the configuration is no JSON', mendConfig)
  const { onboarded, bypassAccepted, keyApproved } =
    config.state === 'read' ? config : { onboarded: false, bypassAccepted: false, keyApproved: undefined }
  const open = [
    ...(onboarded ? [] : ['the introduction']),
    ...(permissionMode === 'bypassPermissions' && !bypassAccepted ? ['the warning about permissions'] : []),
    ...(keyApproved === false ? ['whether to use the API key'] : []),
  ]
  if (open.length === 0) return ok('nothing would be asked')
  return warning(`the client would ask: ${open.join(', ')}`, seeded)
}

const soon = 24 * 3600

function judgeLogin({ present, endsAt, renewable }: LoginFact, now: number): Judgement {
  if (!present) return ok('no file of credentials; the agent has a key, or asks for a login')
  if (endsAt === undefined) return ok('the credentials name no end')
  const hours = Math.round(Math.abs(endsAt - now) / 3600)
  const login = 'Log in again: start the agent client by hand and type /login.'
  if (endsAt <= now && !renewable) return problem(`the login expired ${hours} hours ago`, login)
  if (endsAt <= now) return warning(`expired ${hours} hours ago, to be renewed by the client`, `If it fails: ${login}`)
  if (endsAt - now < soon && !renewable) return warning(`the login ends in ${hours} hours, for good`, login)
  return ok(`it holds for ${hours} hours${renewable ? ', and the client renews it' : ''}`)
}

const folderOf = ({ clone, folder }: LoopFacts): string => (clone.ok ? clone.value.folder : folder)
