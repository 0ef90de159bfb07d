import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Clock, ExecaProcessRunner, isCcCiError, SystemClock } from '@cc-ci/kernel'
import { runHeadless } from './headless/run-headless.js'
import { runInTerminal } from './interactive/run-in-terminal.js'
import { type AgentScript, parseScript } from './script/parse-script.js'
import { TurnSource } from './script/turn-source.js'
import { chooseConversation } from './session/choose-conversation.js'
import { openSession } from './session/open-session.js'
import { type AgentFlags, parseFlags } from './session/parse-flags.js'
import { readSettings } from './session/read-settings.js'
import { liveSessions } from './session/registry.js'
import { transcriptFolder } from './session/transcript.js'

interface Place {
  readonly configFolder: string
  readonly cwd: string
}

/**
 * The whole program: a stand-in for the agent client that does what a script says. Takes the arguments after the
 * program's name; ends the process itself.
 */
export async function runFakeAgent(args: readonly string[]): Promise<void> {
  const flags = parseFlags(args)
  if (typeof flags === 'string') return refuse(flags)
  const script = loadScript(flags.script)
  if (typeof script === 'string') return refuse(script)
  const place = {
    configFolder: process.env.CLAUDE_CONFIG_DIR ?? join(homedir(), '.claude'),
    cwd: process.cwd(),
  }
  if (flags.version) return print(`${script.version} (Claude Code)`)
  if (flags.positionals[0] === 'agents') return print(JSON.stringify(liveSessions(place.configFolder)))
  if (flags.skipPermissions && script.refuseRoot && isUnsafeRoot()) {
    return refuse('--dangerously-skip-permissions cannot be used with root/sudo privileges for security reasons')
  }
  await start(flags, script, place)
}

async function start(flags: AgentFlags, script: AgentScript, place: Place): Promise<void> {
  const { configFolder, cwd } = place
  const clock = new SystemClock()
  await performStart(script, flags.speed, clock)
  const settings = readSettings(flags.settings, configFolder, cwd)
  if (typeof settings === 'string') return refuse(settings)
  const live = liveSessions(configFolder).map(({ sessionId }) => sessionId)
  const conversation = chooseConversation(flags, { folder: transcriptFolder(configFolder, cwd), live })
  if (typeof conversation === 'string') return refuse(conversation)
  const plan = { flags, conversation, settings, configFolder, cwd, version: script.version }
  const session = openSession(plan, clock, new ExecaProcessRunner())
  const fresh = conversation.source === 'startup'
  const turns = new TurnSource(fresh ? script.turns : (script.resumed ?? script.turns))
  const firstPrompt = flags.positionals[0]
  if (flags.print) return runHeadless({ session, source: conversation.source, turns, flags, firstPrompt })
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    return refuse('Error: Input must be provided either through stdin or as a prompt argument when using --print')
  }
  const { skipPermissions } = flags
  const apiKey = process.env.ANTHROPIC_API_KEY
  const { statusLine } = settings
  await runInTerminal(
    { session, source: conversation.source, script, turns, statusLine, skipPermissions, apiKey, firstPrompt },
    { input: process.stdin, output: process.stdout },
  )
}

/** A program without a script does every turn with `ok`. */
function loadScript(file: string | undefined): AgentScript | string {
  if (file === undefined) return parseScript('[]', 'none')
  try {
    return parseScript(readFileSync(file, 'utf8'), file)
  } catch (error) {
    if (!isCcCiError(error)) return `cc-ci-fake-agent: the script ${file} cannot be read`
    return `cc-ci-fake-agent: ${file}:${error.place?.line ?? 1}: ${error.message}\n${error.hint ?? ''}`
  }
}

/** Before the first screen only waiting, hanging and ending make sense. */
async function performStart(script: AgentScript, speed: number, clock: Clock): Promise<void> {
  for (const step of script.start) {
    if (step.kind === 'wait') await clock.sleep((step.seconds * 1000) / speed)
    if (step.kind === 'exit') process.exit(step.code)
    if (step.kind === 'segv') process.kill(process.pid, 'SIGSEGV')
    if (step.kind === 'freeze') await clock.sleep(Number.MAX_SAFE_INTEGER)
  }
}

function isUnsafeRoot(): boolean {
  return process.getuid?.() === 0 && process.env.IS_SANDBOX !== '1'
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function refuse(reason: string): void {
  process.stderr.write(`${reason}\n`)
  process.exitCode = 1
}
