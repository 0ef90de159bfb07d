import { randomUUID } from 'node:crypto'
import { type Prompt, promptRecord } from '../records/user-records.js'
import type { TurnSource } from '../script/turn-source.js'
import type { AgentSession } from '../session/agent-session.js'
import { answer, failAtLimit, interrupt } from './end-turn.js'
import { performStep } from './perform-step.js'
import type { Stage } from './stage.js'
import type { Turn } from './turn.js'
import type { BackgroundTask, TurnEnd } from './turn-end.js'

export interface SubmittedPrompt extends Prompt {
  /** As hooks see it, pastes marked. */
  readonly wrapped: string
}

/** So many times in a row may Stop hooks keep the client from stopping. */
const mostBlocks = 8

/** Runs one turn after the other as the script says, and leaves the traces that the client leaves. */
export class TurnRunner {
  readonly #session: AgentSession
  readonly #stage: Stage
  readonly #turns: TurnSource
  readonly #background: BackgroundTask[] = []
  #prompts = 0
  #count = 0

  constructor(session: AgentSession, stage: Stage, turns: TurnSource) {
    this.#session = session
    this.#stage = stage
    this.#turns = turns
  }

  /** Aborting the signal interrupts the turn. */
  async run(prompt: SubmittedPrompt, signal: AbortSignal): Promise<TurnEnd> {
    const { registry, hooks, clock, facts } = this.#session
    const startedAt = clock.monotonic()
    registry.write('busy')
    this.#session.promptId = prompt.id
    this.#stage.show({ kind: 'prompt', text: prompt.text })
    await hooks.fire({
      hook_event_name: 'UserPromptSubmit',
      ...this.#session.turnFields,
      permission_mode: facts.permissionMode,
      prompt: prompt.wrapped,
    })
    this.#recordPrompt(prompt)
    const end = await this.#finish(prompt.text, signal)
    if (end.kind === 'answered') this.#stage.show({ kind: 'summary', text: this.#summary(startedAt) })
    registry.write(this.#background.length > 0 ? 'shell' : 'idle')
    return end
  }

  #recordPrompt(prompt: Prompt): void {
    const { transcript, facts } = this.#session
    if (prompt.origin === 'human') this.#prompts += 1
    this.#count += 1
    if (this.#count === 1) {
      transcript.note({ type: 'mode', mode: 'normal' })
      transcript.note({ type: 'permission-mode', permissionMode: facts.permissionMode })
    }
    const position = { promptIndex: Math.max(1, this.#prompts), turnIndex: this.#count }
    this.#stage.recorded(this.#session.record(promptRecord(prompt, facts.permissionMode, position)))
    transcript.note({ type: 'last-prompt', lastPrompt: prompt.text })
  }

  /** Takes turns until no Stop hook objects. */
  async #finish(prompt: string, signal: AbortSignal): Promise<TurnEnd> {
    let asked = prompt
    for (let blocks = 0; ; blocks += 1) {
      const end = await this.#take(asked, signal)
      const blocked = await this.#announce(end, blocks > 0)
      if (blocked === undefined || blocks === mostBlocks || signal.aborted) return end
      asked = blocked
      this.#stage.recorded(
        this.#session.record({
          type: 'user',
          message: { role: 'user', content: `Stop hook feedback:\n${blocked}` },
          isMeta: true,
        }),
      )
    }
  }

  async #take(prompt: string, signal: AbortSignal): Promise<TurnEnd> {
    const turn: Turn = {
      session: this.#session,
      stage: this.#stage,
      signal,
      prompt,
      background: this.#background,
      toolsRun: 0,
      stepsLeft: 0,
    }
    try {
      return await this.#work(turn)
    } catch (error) {
      if (!signal.aborted) throw error
      return interrupt(turn)
    }
  }

  /** Until a limit is over, every prompt hits it again. */
  async #work(turn: Turn): Promise<TurnEnd> {
    const { limit: hit, clock } = this.#session
    if (hit !== undefined && hit.limit.resetsAt * 1000 > clock.now().getTime()) return failAtLimit(turn, hit)
    this.#session.limit = undefined
    const steps = this.#turns.stepsFor(turn.prompt)
    let end: TurnEnd | undefined
    for (const [index, step] of steps.entries()) {
      turn.stepsLeft = steps.length - 1 - index
      end = await performStep(turn, step)
      if (end !== undefined && end.kind !== 'answered') return end
    }
    return end ?? answer(turn, turn.toolsRun > 0 ? 'tool finished ok' : 'ok')
  }

  /** Tells the hooks how the turn ended; gives back why it shall go on. An interrupted turn is not announced. */
  async #announce(end: TurnEnd, again: boolean): Promise<string | undefined> {
    const { hooks, facts } = this.#session
    if (end.kind === 'interrupted') return undefined
    const fields = { ...this.#session.turnFields, effort: { level: 'medium' } }
    if (end.kind === 'failed') {
      const { error, text } = end.error
      await hooks.fire({ hook_event_name: 'StopFailure', ...fields, error, last_assistant_message: text })
      return undefined
    }
    const verdict = await hooks.fire({
      hook_event_name: 'Stop',
      ...fields,
      permission_mode: facts.permissionMode,
      stop_hook_active: again,
      last_assistant_message: end.text,
      background_tasks: this.#background,
      session_crons: [],
    })
    return verdict.blocked
  }

  #summary(startedAt: number): string {
    const now = this.#session.clock.now()
    const time = now.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' })
    return `Pretended for ${this.#session.secondsSince(startedAt)}s · done ${time}`
  }
}

/** A prompt that nobody has seen yet. */
export function newPrompt(text: string, origin: Prompt['origin'] = 'human', wrapped = text): SubmittedPrompt {
  return { id: randomUUID(), text, origin, wrapped }
}
