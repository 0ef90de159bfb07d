import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { OrderlyExit } from '../orderly-exit.js'
import type { TurnSource } from '../script/turn-source.js'
import type { AgentSession } from '../session/agent-session.js'
import type { Conversation } from '../session/choose-conversation.js'
import type { AgentFlags } from '../session/parse-flags.js'
import { HeadlessClient } from './headless-client.js'
import type { StreamMessage } from './stream-messages.js'

export interface HeadlessRun {
  readonly session: AgentSession
  readonly source: Conversation['source']
  readonly turns: TurnSource
  readonly flags: Pick<AgentFlags, 'inputFormat' | 'outputFormat' | 'replay'>
  readonly firstPrompt: string | undefined
}

/** Leads a conversation without a screen, until standard input is over. Exits with 1 when the last turn failed. */
export async function runHeadless({ session, source, turns, flags, firstPrompt }: HeadlessRun): Promise<void> {
  const exit = new OrderlyExit(session, () => true)
  exit.listen()
  const emit = emitterFor(flags.outputFormat)
  const client = new HeadlessClient(session, turns, { replay: flags.replay, emit })
  session.registry.write('idle')
  await startHooks(session, source, emit)
  if (flags.inputFormat === 'stream-json') await readPrompts(client)
  else client.submit(firstPrompt ?? (await text(process.stdin)))
  await client.finished
  await exit.leave(client.succeeded ? 0 : 1, 'other')
}

type Emit = (message: StreamMessage) => void

function emitterFor(format: string): Emit {
  if (format === 'stream-json') return (message) => void process.stdout.write(`${JSON.stringify(message)}\n`)
  return (message) => {
    if (message.type !== 'result') return
    process.stdout.write(`${format === 'json' ? JSON.stringify(message) : String(message.result ?? '')}\n`)
  }
}

async function startHooks(session: AgentSession, source: string, emit: Emit): Promise<void> {
  const event = 'SessionStart'
  const hook = { hook_id: randomUUID(), hook_name: `${event}:${source}`, hook_event: event }
  const mark = () => ({ uuid: randomUUID(), session_id: session.facts.sessionId })
  if (!session.hooks.has(event)) return
  emit({ type: 'system', subtype: 'hook_started', ...hook, ...mark() })
  await session.hooks.fire({ hook_event_name: event, source, model: session.facts.model })
  const silent = { output: '', stdout: '', stderr: '', exit_code: 0, outcome: 'success' }
  emit({ type: 'system', subtype: 'hook_response', ...hook, ...silent, ...mark() })
}

function readPrompts(client: HeadlessClient): Promise<void> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin })
    lines.on('close', resolve)
    lines.on('line', (line) => {
      try {
        if (line.trim() !== '') client.readLine(line)
      } catch {
        process.stderr.write(`Error parsing streaming input line: ${line}\n`)
        process.exit(1)
      }
    })
  })
}
