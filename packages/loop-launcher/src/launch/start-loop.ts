import { createHash, randomUUID } from 'node:crypto'
import { realpathSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { endRun } from '../adapters/end-processes.js'
import { hideFromGit, makePrivateFolder } from '../adapters/private-folder.js'
import { writePrivately } from '../adapters/run-files.js'
import { agentArguments, type Conversation } from '../client/agent-arguments.js'
import { clientSettings } from '../client/client-settings.js'
import type { RunMetadata } from '../runner/launch-order.js'
import { awaitReady } from './await-ready.js'
import { type CheckedLaunch, checkLaunch, type PhaseChoice } from './check-launch.js'
import { chooseConversation } from './choose-conversation.js'
import { type Delivery, deliverMessage, type Message } from './deliver-message.js'
import { loopHeld, messageNotAcknowledged } from './launch-failures.js'
import { conversationLock, type Loop, runLock } from './loop.js'
import { type LoopObservation, observeLoop } from './observe-loop.js'
import { withLock } from './with-lock.js'

export interface StartedLoop {
  readonly loop: string
  /** `running`: it ran before, and nothing was started. */
  readonly outcome: 'started' | 'running'
  readonly sessionId: string
  readonly pid: number
  readonly resumed: boolean
  readonly phase: string | undefined
  /** The prompt as the agent acknowledged it; undefined where it had been acknowledged before. */
  readonly delivery: Delivery | undefined
}

/** What a command on the loop waits for while another one is at work. */
export function commandLock(loop: Loop): { name: string; what: string; waitMs: number } {
  return { name: `command ${loop.paths.folder}`, what: loop.name, waitMs: loop.timing.lockMs }
}

/**
 * Starts a loop and returns when its agent has acknowledged its first prompt. A loop that runs is left alone, except
 * for a prompt that it never acknowledged. Whatever could not work is refused before anything is started.
 */
export async function startLoop(loop: Loop, phase?: PhaseChoice): Promise<StartedLoop> {
  const before = await observeLoop(loop)
  const checked = before.running ? undefined : await checkLaunch(loop, before.memory, phase)
  return withLock(commandLock(loop), () => startAlone(loop, { phase, checked }), loop)
}

export interface StartOrder {
  readonly phase: PhaseChoice | undefined
  /** What was found before the loop was ended for this start. */
  readonly checked: CheckedLaunch | undefined
  /** Otherwise as cc-ci.yaml says. */
  readonly resume?: 'resume' | 'fresh'
  /** What a new conversation is told instead of the prompt. */
  readonly brief?: string | undefined
}

/** As `startLoop`, for whoever holds the loop's command lock. */
export async function startAlone(loop: Loop, order: StartOrder): Promise<StartedLoop> {
  const { phase, resume, brief } = order
  const seen = await observeLoop(loop)
  if (seen.memory.held !== undefined) throw loopHeld(loop.name, seen.memory.held.reason)
  if (seen.running && seen.memory.prompted !== undefined) return describe(loop, { seen, run: await runOf(loop, seen) })
  const checked = order.checked ?? (await checkLaunch(loop, seen.memory, phase))
  if (seen.running) {
    const run = await runOf(loop, seen)
    return describe(loop, { seen, run, delivery: await deliverPrompt(loop, run, brief ?? checked.prompt) })
  }
  await clearRemains(loop, seen)
  const conversation = await chooseConversation(loop, (await observeLoop(loop)).memory, resume)
  await launch(loop, conversation, { phase, version: checked.version })
  const run = await awaitReady(loop, conversation)
  const delivery = await deliverPrompt(loop, run, brief ?? checked.prompt)
  return describe(loop, { seen: await observeLoop(loop), run, delivery, resumed: conversation.known, started: true })
}

/** What a run that did not end in order left: processes with its mark, and a terminal with its last screen. */
async function clearRemains(loop: Loop, { memory }: LoopObservation): Promise<void> {
  makePrivateFolder(loop.paths.folder)
  hideFromGit(dirname(dirname(loop.paths.folder)))
  if (memory.starting !== undefined) {
    const { runId } = memory.starting
    const pids = await endRun(runId, loop.timing.killMs, loop.clock)
    if (memory.ended === undefined) await loop.journal.append({ event: 'reaped', runId, pids: [...pids] })
  }
  const pane = await loop.terminal.find(loop.name)
  // One of somebody else's stays, and refuses ours.
  if (pane?.owner === loop.paths.folder) await loop.terminal.close(loop.name)
}

async function launch(
  loop: Loop,
  conversation: Conversation,
  { phase, version }: { phase: PhaseChoice | undefined; version: string | undefined },
): Promise<void> {
  const { agent } = loop.spec.settings
  const runId = randomUUID()
  const model = phase?.model ?? agent.model
  const { ANTHROPIC_API_KEY: apiKey } = loop.agentEnvironment
  const folder = realpathSync(loop.folder)
  loop.client.seed({ folder, apiKey, bypassPermissions: agent.permissionMode === 'bypassPermissions' })
  const about = { runId, sessionId: conversation.sessionId }
  const order = {
    ...about,
    engine: agent.engine,
    command: agentArguments({ agent, conversation, model, settingsFile: loop.paths.clientSettings }),
    environment: loop.agentEnvironment,
    folder,
    stateFolder: loop.paths.folder,
    killAfterMs: loop.timing.runnerKillMs,
    locks: [runLock(loop), conversationLock(loop, conversation.sessionId)],
  }
  writePrivately(loop.paths.clientSettings, clientSettings(loop.paths))
  rmSync(loop.paths.stream, { force: true })
  writePrivately(loop.paths.order, JSON.stringify(order))
  await loop.journal.append({
    event: 'starting',
    ...about,
    resumed: conversation.known,
    ...(version !== undefined && { version }),
    ...(model !== undefined && { model }),
    ...(phase !== undefined && { phase: phase.id }),
  })
  const command = loop.runnerCommand(loop.paths.order)
  await loop.terminal.open({ name: loop.name, owner: loop.paths.folder, folder, command })
}

/** The whole prompt, once per conversation and phase; what was resumed is told to look before it goes on. */
async function deliverPrompt(loop: Loop, run: RunMetadata, prompt: string): Promise<Delivery | undefined> {
  const { memory } = await observeLoop(loop)
  const phase = memory.starting?.phase
  const known = memory.prompted !== undefined && memory.prompted.phase === phase
  const message = known ? resumedMessage(run) : firstMessage(run, phase, prompt)
  if (loop.engine.acknowledgement(run, message.id, 0) !== undefined) return undefined
  if (!known) writePrivately(loop.paths.prompt, prompt)
  const delivery = await deliverMessage(loop, run, message)
  if (delivery.record === undefined) throw messageNotAcknowledged(loop.name, message.id)
  return delivery
}

/** The same id for the same prompt, so that one that arrived after we stopped looking is found and not sent again. */
function firstMessage({ sessionId }: RunMetadata, phase: string | undefined, text: string): Message {
  const digest = createHash('sha256')
    .update(`${sessionId} ${phase ?? ''} ${text}`)
    .digest('hex')
  return { id: digest.slice(0, 12), kind: 'first', text }
}

function resumedMessage({ runId }: RunMetadata): Message {
  const text =
    'You were started again. Look at git status and git log first, and at what is already merged; then go on where you stopped.'
  return { id: runId.slice(0, 8), kind: 'resumed', text }
}

async function runOf(loop: Loop, { run, memory }: LoopObservation): Promise<RunMetadata> {
  const sessionId = memory.starting?.sessionId ?? ''
  return run ?? (await awaitReady(loop, { sessionId, known: false }))
}

function describe(
  loop: Loop,
  about: {
    seen: LoopObservation
    run: RunMetadata
    delivery?: Delivery | undefined
    resumed?: boolean
    started?: true
  },
): StartedLoop {
  const { seen, run, delivery, resumed = seen.memory.starting?.resumed ?? false, started = false } = about
  return {
    loop: loop.name,
    outcome: started ? 'started' : 'running',
    sessionId: run.sessionId,
    pid: run.agentPid,
    resumed,
    phase: seen.memory.starting?.phase,
    delivery,
  }
}
