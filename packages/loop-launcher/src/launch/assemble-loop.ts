import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { AbstractSocketLocks } from '@cc-ci/kernel'
import { ClientFiles } from '../adapters/client-files.js'
import { LoopJournalFile } from '../adapters/loop-journal-file.js'
import { runnerCommand } from '../adapters/runner-program.js'
import { TmuxTerminal } from '../adapters/tmux-terminal.js'
import { agentEnvironment, terminalEnvironment } from '../client/agent-environment.js'
import { StreamEngine } from '../engine/stream-engine.js'
import { TerminalEngine } from '../engine/terminal-engine.js'
import { type Loop, type LoopSpec, type LoopTiming, type LoopWorld, loopTiming } from './loop.js'
import { loopPaths } from './loop-paths.js'
import { paceTiming } from './pace-timing.js'
import { terminalSocket } from './terminal-socket.js'

/** Puts a loop together from its settings; starts and writes nothing. */
export function assembleLoop(spec: LoopSpec, world: LoopWorld, timing: Partial<LoopTiming> = {}): Loop {
  const { settings } = spec
  const workspace = realpathSync(spec.workspace)
  const paths = loopPaths(workspace, settings.name)
  const locks = new AbstractSocketLocks()
  const socket = terminalSocket(workspace, world.environment)
  const environment = terminalEnvironment(world.environment)
  const terminal = new TmuxTerminal({ ...world, socket, environment })
  const ownNames = { CC_CI_LOOP: settings.name, CC_CI_REPO: workspace }
  const forAgent = agentEnvironment(world.environment, { ...ownNames, ...settings.environment })
  const client = new ClientFiles(forAgent)
  const headless = settings.agent.engine === 'stream-json'
  return {
    ...world,
    name: settings.name,
    spec: { ...spec, workspace },
    folder: resolve(workspace, settings.folder),
    paths,
    agentEnvironment: forAgent,
    terminal,
    engine: headless ? new StreamEngine(paths) : new TerminalEngine(settings.name, { ...world, terminal, client }),
    locks,
    journal: new LoopJournalFile(paths.journal, { locks, clock: world.clock }),
    client,
    timing: { ...paceTiming(loopTiming, world.environment), ...timing },
    runnerCommand: world.runnerCommand ?? runnerCommand,
  }
}
