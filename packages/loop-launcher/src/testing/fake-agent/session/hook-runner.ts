import type { ProcessRunner } from '@cc-ci/kernel'
import type { HookCommand } from './read-settings.js'

/** What every hook is told of the session. */
export interface HookFacts {
  readonly session_id: string
  readonly transcript_path: string
  readonly cwd: string
}

export interface HookEvent {
  readonly hook_event_name: string
  readonly [field: string]: unknown
}

/** What the hooks of one event had to say. */
export interface HookVerdict {
  /** Why the client shall not stop, from a Stop hook that blocks. */
  readonly blocked: string | undefined
}

const blockingExit = 2

/** Runs the commands of the settings at each event: one JSON document on standard input, in the working directory. */
export class HookRunner {
  readonly #hooks: Readonly<Record<string, readonly HookCommand[]>>
  readonly #facts: HookFacts
  readonly #processes: ProcessRunner

  constructor(hooks: Readonly<Record<string, readonly HookCommand[]>>, facts: HookFacts, processes: ProcessRunner) {
    this.#hooks = hooks
    this.#facts = facts
    this.#processes = processes
  }

  has(event: string): boolean {
    return (this.#hooks[event] ?? []).length > 0
  }

  /** Ends when all have; a hook that fails or takes too long stops nobody. `timeoutMs` shortens their own. */
  async fire(event: HookEvent, timeoutMs = Number.POSITIVE_INFINITY): Promise<HookVerdict> {
    const subject = String(event.tool_name ?? event.source ?? event.notification_type ?? '')
    const commands = (this.#hooks[event.hook_event_name] ?? []).filter(({ matcher }) => matches(matcher, subject))
    const input = JSON.stringify({ ...this.#facts, ...event })
    const verdicts = await Promise.all(commands.map((command) => this.#run(command, input, timeoutMs)))
    return { blocked: verdicts.find((verdict) => verdict !== undefined) }
  }

  async #run({ command, timeoutSeconds }: HookCommand, input: string, limitMs: number): Promise<string | undefined> {
    try {
      const result = await this.#processes.run('/bin/sh', ['-c', command], {
        cwd: this.#facts.cwd,
        env: { CLAUDE_PROJECT_DIR: this.#facts.cwd },
        input,
        timeoutMs: Math.min(timeoutSeconds * 1000, limitMs),
        killGraceMs: 100,
      })
      return result.exitCode === blockingExit ? result.stderr : blockReason(result.stdout)
    } catch {
      return undefined
    }
  }
}

function matches(matcher: string | undefined, subject: string): boolean {
  if (matcher === undefined || matcher === '' || matcher === '*') return true
  return new RegExp(`^(?:${matcher})$`).test(subject)
}

function blockReason(output: string): string | undefined {
  try {
    const { decision, reason } = JSON.parse(output) as { decision?: string; reason?: string }
    return decision === 'block' ? (reason ?? '') : undefined
  } catch {
    return undefined
  }
}
