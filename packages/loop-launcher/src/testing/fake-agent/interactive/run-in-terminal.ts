import { InputBurst } from '../input/input-burst.js'
import { InputDecoder } from '../input/input-decoder.js'
import { hangUpCode, OrderlyExit } from '../orderly-exit.js'
import { type Dialog, drawDialog } from '../screen/dialogs.js'
import { type Terminal, TerminalScreen } from '../screen/terminal-screen.js'
import type { AgentScript } from '../script/parse-script.js'
import type { TurnSource } from '../script/turn-source.js'
import type { AgentSession } from '../session/agent-session.js'
import type { Conversation } from '../session/choose-conversation.js'
import { UserState } from '../session/user-state.js'
import { newPrompt } from '../turn/turn-runner.js'
import { Desk } from './desk.js'
import { DialogHost } from './dialog-host.js'
import { InteractiveClient } from './interactive-client.js'
import { askAtStart } from './startup-dialogs.js'

export interface TerminalRun {
  readonly session: AgentSession
  readonly source: Conversation['source']
  readonly script: AgentScript
  readonly turns: TurnSource
  readonly statusLine: string | undefined
  readonly skipPermissions: boolean
  readonly apiKey: string | undefined
  /** A prompt of the command line. */
  readonly firstPrompt: string | undefined
}

/** Leads a conversation on a terminal until somebody ends it. */
export async function runInTerminal(run: TerminalRun, terminal: Terminal): Promise<void> {
  const { session } = run
  const screen = new TerminalScreen(terminal)
  screen.open()
  terminal.input.setEncoding('utf8')
  if (!(await passStartupDialogs(run, screen, terminal))) {
    screen.close('\r\n')
    process.exit(1)
  }
  screen.enterAlternate()
  const exit = new OrderlyExit(session, (lastWords) => screen.close(lastWords))
  exit.listen()
  for (const event of ['end', 'error']) terminal.input.on(event, () => void exit.leave(hangUpCode, 'other'))
  const desk = new Desk({ session, terminal: screen, turns: run.turns, statusLine: run.statusLine })
  const client = new InteractiveClient(session, desk, () => void exit.leave(0, 'prompt_input_exit'))
  await session.hooks.fire({ hook_event_name: 'SessionStart', source: run.source, model: session.facts.model })
  const burst = new InputBurst(session.clock, (text) => client.read(text))
  terminal.input.on('data', (piece: string) => burst.add(piece))
  terminal.output.on('resize', () => desk.screen.refresh())
  desk.open()
  if (run.firstPrompt !== undefined) desk.submit(newPrompt(run.firstPrompt))
}

async function passStartupDialogs(run: TerminalRun, screen: TerminalScreen, { input }: Terminal): Promise<boolean> {
  const draw = (dialog: Dialog | undefined) => {
    screen.draw(dialog === undefined ? [] : ['', ...drawDialog(dialog, screen.size.columns)])
  }
  const host = new DialogHost(draw)
  const decoder = new InputDecoder()
  const read = (chunk: string) => {
    for (const event of decoder.decode(chunk)) if (event.kind === 'key') host.press(event.key)
  }
  input.on('data', read)
  const { facts } = run.session
  const goOn = await askAtStart(host, {
    state: new UserState(facts.configFolder),
    cwd: facts.cwd,
    apiKey: run.apiKey,
    skipPermissions: run.skipPermissions,
    answers: run.script.dialogs,
  })
  input.off('data', read)
  return goOn
}
